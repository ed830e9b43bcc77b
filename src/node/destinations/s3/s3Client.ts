import { Problem } from '../../../core/problem.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import type { Body } from '../../http/body.ts';
import type { DestinationClient } from '../destinationClient.ts';
import type { AccessKeys, KeySource } from './accessKeys.ts';
import type { BucketAddress } from './bucketAddress.ts';
import { refusalError, refusalIn, type RefusalContext, type S3Refusal } from './s3Refusal.ts';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Absent: it is about the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: nothing. */
  readonly payload?: S3Payload;
  /** Takes in the body of a 200, of any length. */
  readonly onData?: (chunk: Uint8Array) => void;
  /** What the credentials must be allowed; default `s3:PutObject`. */
  readonly permission?: string;
  /** `Source.path` of the file that it is about. */
  readonly file?: string;
}

/** A request's body, and how it is vouched for. */
export interface S3Payload {
  /** `x-amz-content-sha256`: its SHA-256 in lower-case hexadecimal, or `UNSIGNED-PAYLOAD`. */
  readonly sha256: string;
  body(): Body | Promise<Body>;
}

interface S3ClientOptions {
  /** The destination's key in the settings. */
  readonly destination: string;
  readonly address: BucketAddress;
  readonly keys: KeySource;
  readonly http: DestinationClient;
}

/** A link that lets whoever has it read an object. */
export interface PresignedLink {
  readonly url: string;
  /** How long it holds. */
  readonly seconds: number;
  /** The keys last for a while only, and nothing tells how long. */
  readonly mayEndSooner: boolean;
}

/** `x-amz-content-sha256` of no bytes. */
const sha256OfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A 403 without a word is taken for one about the clock when that is off by so much, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** Sends signed requests to one bucket. Redirects are not followed: a signature is for one host. */
export class S3Client {
  readonly #options: S3ClientOptions;
  /** What the server's clock is ahead of this machine's, in milliseconds, once it refused a signature for that. */
  #clockOffset = 0;

  constructor(options: S3ClientOptions) {
    this.#options = options;
  }

  /** What the server's clock says. */
  now(): Date {
    return new Date(Date.now() + this.#clockOffset);
  }

  /**
   * The answer to a request, which is a success. Keys that have expired are renewed once, and a wrong clock is set
   * right once.
   *
   * @throws as `Destination.send`.
   */
  async request(request: S3Request, signal: AbortSignal): Promise<Answer> {
    const { keys } = this.#options;
    let used = await keys.get(signal);
    let mayRenew = true;
    let maySetClock = true;
    for (;;) {
      const answer = await this.#exchange(request, used, signal);
      const refusal = await refusalIn(answer);
      if (refusal === undefined) return answer;
      if (maySetClock && this.#setClock(refusal, answer)) {
        maySetClock = false;
        continue;
      }
      const renewed = mayRenew && isAboutKeys(refusal, answer) ? await keys.renew(used, signal) : undefined;
      if (renewed === undefined) throw refusalError(refusal, answer, this.#contextOf(request));
      mayRenew = false;
      used = renewed;
    }
  }

  /**
   * A link to an object that holds for so many seconds, or as long as the keys that it is signed with: when they end,
   * it does (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html).
   */
  async presign(key: string, wanted: number, signal: AbortSignal): Promise<PresignedLink> {
    const { address, keys } = this.#options;
    const { presignedUrl } = await import('./requestSigner.ts');
    const used = await keys.get(signal);
    const date = this.now();
    const left = used.expiration ? Math.floor((used.expiration.getTime() - date.getTime()) / 1000) : Infinity;
    const seconds = Math.max(1, Math.min(wanted, left));
    const { href } = await presignedUrl(address.urlOf(key), used, address.region, { date, seconds });
    const mayEndSooner = used.sessionToken !== undefined && used.expiration === undefined;
    return { url: href, seconds, mayEndSooner };
  }

  /** An answer that does not keep to the protocol. */
  invalid({ status }: Answer, reason: string): TransferError {
    const { host } = this.#options.address;
    return new TransferError(new Problem('answerInvalid', { host, reason }), { status, sent: 'something' });
  }

  /**
   * An answer that is none of S3, about an upload that was begun there: something answers in its place, which passes.
   */
  foreign(answer: Answer, reason: string): TransferError {
    const { problem, failure } = this.invalid(answer, reason);
    return new TransferError(problem, { ...failure, passes: true });
  }

  /** An upload in parts is not known any more, and may have become the file: an earlier answer may have been lost. */
  forgotten(why: string): TransferError {
    const { host } = this.#options.address;
    const reason = `it no longer knows the parts, and ${why}`;
    return new TransferError(new Problem('answerMissing', { host, reason }), { status: 404, sent: 'something' });
  }

  async #exchange(request: S3Request, keys: AccessKeys, signal: AbortSignal): Promise<Answer> {
    const { address, http } = this.#options;
    const { method, key, query = {}, payload, onData } = request;
    const headers = { ...request.headers, 'x-amz-content-sha256': payload?.sha256 ?? sha256OfNothing };
    const { signRequest } = await import('./requestSigner.ts');
    const url = key === undefined ? address.url : address.urlOf(key);
    const signed = await signRequest({ method, url, query, headers }, keys, address.region, this.now());
    return http.request(
      {
        method,
        ...signed,
        redirectsTo: new Set(),
        ...(payload && { body: () => payload.body() }),
        ...(onData && { onData }),
      },
      signal,
    );
  }

  /** Whether the clock was wrong, and is right now. An answer to HEAD says so by its date alone. */
  #setClock({ code }: S3Refusal, { status, headers }: Answer): boolean {
    const told = Date.parse(headers['date'] ?? '');
    if (Number.isNaN(told)) return false;
    const offset = told - Date.now();
    const isOff = Math.abs(offset - this.#clockOffset) > clockTolerance;
    if (code !== 'RequestTimeTooSkewed' && !(status === 403 && code === '' && isOff)) return false;
    this.#clockOffset = offset;
    return true;
  }

  #contextOf({ permission = 's3:PutObject', file = '', headers = {}, query = {} }: S3Request): RefusalContext {
    const { destination, address } = this.#options;
    const hasChecksum = Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'));
    return { destination, address, permission, file, hasChecksum, isBegun: 'uploadId' in query };
  }
}

function isAboutKeys({ code }: S3Refusal, { status }: Answer): boolean {
  switch (code) {
    case 'ExpiredToken':
    case 'InvalidToken':
    case 'TokenRefreshRequired':
    case 'InvalidAccessKeyId':
      return true;
    case '':
      return status === 400 || status === 401 || status === 403;
    default:
      return status === 401;
  }
}
