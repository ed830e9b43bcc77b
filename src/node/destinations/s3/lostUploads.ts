import { systemClock, throwIfAborted } from '../../../core/clock.ts';
import { passes } from '../../../core/transfer/retryPolicy.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import { unlessAborted } from '../../../core/unlessAborted.ts';
import type { Answer } from '../../http/answer.ts';
import type { MultipartIntent } from './multipartState.ts';
import { elementsOf, readXml, textOf } from './s3Answer.ts';
import type { S3Client, S3Request } from './s3Client.ts';
import { isForgotten } from './s3Refusal.ts';

/** How long what nobody waits for may take, in milliseconds. */
export const settlingTime = 2000;

/** How often it is looked for what was lost, when the network fails. */
const mostTries = 4;

/** Clocks and roundings of servers, in milliseconds. */
const imprecision = 1500;

/**
 * So long after it was intended a run that was killed may have begun an upload, in milliseconds: it tries for a while.
 */
const longestBeginning = 30 * 60_000;

/**
 * When uploads of a key may have been begun whose ids nobody knows; milliseconds since 1970, by this machine's clock.
 */
interface Beginning {
  since: number;
  until: number;
  /** When a request was given up that got no answer. */
  lostAt?: number;
  /** Waits for an answer that nobody else waits for any more. */
  undoing?: Promise<void>;
}

/** Uploads that may have been begun by requests that got no answer: nobody knows their ids. */
export class LostUploads {
  readonly #client: S3Client;
  readonly #beginnings = new Map<string, Beginning>();

  constructor(client: S3Client) {
    this.#client = client;
  }

  /** An upload of this key is about to be begun. @returns since when. */
  intend(key: string): number {
    const since = Date.now();
    const known = this.#beginnings.get(key);
    if (known?.lostAt !== undefined || known?.undoing) known.until = Infinity;
    else this.#beginnings.set(key, { since, until: Infinity });
    return since;
  }

  /**
   * The answer to a request that begins an upload of this key. When it is cancelled, it ends at once; the answer is
   * waited for a little longer, so that what was begun is thrown away.
   *
   * @throws as `Destination.send`.
   */
  async begin(key: string, request: S3Request, signal: AbortSignal): Promise<Answer> {
    throwIfAborted(signal);
    const beginning = this.#beginnings.get(key) ?? { since: Date.now(), until: Infinity };
    this.#beginnings.set(key, beginning);
    const late = new AbortController();
    const answer = this.#client.request({ ...request, key }, late.signal);
    try {
      return await unlessAborted(answer, signal);
    } catch (error) {
      if (signal.aborted) beginning.undoing = this.#undo(key, beginning, answer, late);
      else if (mayHaveBegun(error)) {
        beginning.lostAt = Date.now();
        await this.sweep(key, AbortSignal.any([signal, AbortSignal.timeout(settlingTime)]));
      }
      throw error;
    }
  }

  async #undo(key: string, beginning: Beginning, answer: Promise<Answer>, late: AbortController): Promise<void> {
    const timer = setTimeout(() => {
      late.abort();
    }, settlingTime);
    let isBegun = false;
    try {
      const uploadId = await uploadIdIn(await answer);
      isBegun = true;
      if (uploadId !== undefined) await abortUpload(this.#client, key, uploadId, AbortSignal.timeout(settlingTime));
    } catch (error) {
      if (isBegun || late.signal.aborted || mayHaveBegun(error)) beginning.lostAt = Date.now();
    } finally {
      clearTimeout(timer);
      delete beginning.undoing;
    }
  }

  /**
   * Has the server throw away what an upload that was intended left there, by this process or by one that was killed.
   *
   * @throws as `SessionProtocol.abandon`.
   */
  async abandon({ key, since }: MultipartIntent, signal: AbortSignal): Promise<void> {
    const beginning = this.#beginnings.get(key) ?? { since, until: since + longestBeginning, lostAt: since };
    this.#beginnings.set(key, beginning);
    if (beginning.undoing) await unlessAborted(beginning.undoing, signal);
    await this.#throwAway(key, signal);
    await this.#throwAwayLate(key, beginning, signal);
    // The request may be on its way yet: what it begins is begun later than now.
    beginning.since = Date.now();
    beginning.until = Infinity;
  }

  /** What a request begins that arrived after the server was asked. */
  async #throwAwayLate(key: string, { lostAt = 0 }: Beginning, signal: AbortSignal): Promise<void> {
    const rest = lostAt + settlingTime - Date.now();
    if (rest <= 0) return;
    await systemClock.sleep(rest, signal);
    await this.#throwAway(key, signal);
  }

  /** Has the server throw away what was lost, unless it can't be reached: then it is looked for again. */
  async sweep(key: string, signal: AbortSignal): Promise<void> {
    for (let tries = 0; tries < mostTries && !signal.aborted; tries++) {
      try {
        await this.#throwAway(key, signal);
        return;
      } catch {
        // It stays noted.
      }
    }
  }

  /** What is to be abandoned besides, now that the upload of this key has ended; undefined: nothing was lost. */
  left(key: string): MultipartIntent | undefined {
    const beginning = this.#beginnings.get(key);
    if (beginning && (beginning.lostAt !== undefined || beginning.undoing)) return { key, since: beginning.since };
    this.#beginnings.delete(key);
    return undefined;
  }

  /**
   * Uploads of exactly this key, begun in that time, that hold nothing. Quiet when the server doesn't list uploads to
   * us.
   *
   * @throws TransferError when it may be tried again; AbortError.
   */
  async #throwAway(key: string, signal: AbortSignal): Promise<void> {
    const beginning = this.#beginnings.get(key);
    if (beginning?.lostAt === undefined) return;
    try {
      for (const uploadId of await this.#begunIn(key, beginning, signal)) {
        await this.#throwAwayEmpty(key, uploadId, signal);
      }
    } catch (error) {
      if (!(error instanceof TransferError) || passes(error.failure)) throw error;
    }
  }

  async #throwAwayEmpty(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    try {
      if (await this.#isEmpty(key, uploadId, signal)) await abortUpload(this.#client, key, uploadId, signal);
    } catch (error) {
      if (!isForgotten(error)) throw error;
    }
  }

  async #begunIn(key: string, { since, until }: Beginning, signal: AbortSignal): Promise<readonly string[]> {
    // The first hundred: those of other keys that begin alike may be many, and are none of ours.
    const query = { uploads: '', prefix: key, 'max-uploads': '100', 'encoding-type': 'url' };
    const answer = await this.#client.request(
      { method: 'GET', query, permission: 's3:ListBucketMultipartUploads' },
      signal,
    );
    const ahead = aheadOfUs(answer);
    const uploads = elementsOf((await readXml(answer.text, 'ListMultipartUploadsResult')) ?? {}, 'Upload');
    return uploads.flatMap((upload) => {
      const uploadId = textOf(upload, 'UploadId');
      const begun = Date.parse(textOf(upload, 'Initiated') ?? '') - ahead;
      const isThen = begun >= since - imprecision && begun <= until + imprecision;
      return decoded(textOf(upload, 'Key')) === key && isThen && uploadId !== undefined ? [uploadId] : [];
    });
  }

  async #isEmpty(key: string, uploadId: string, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#client.request({ method: 'GET', key, query: { uploadId, 'max-parts': '1' } }, signal);
    const listing = await readXml(answer.text, 'ListPartsResult');
    return listing !== undefined && elementsOf(listing, 'Part').length === 0;
  }
}

/** How much the server's clock is ahead of this machine's, in milliseconds; rather too little than too much. */
function aheadOfUs({ headers }: Answer): number {
  const told = Date.parse(headers['date'] ?? '');
  return Number.isNaN(told) ? 0 : told - Date.now();
}

/** Whether the server may have done what was asked of it. */
function mayHaveBegun(error: unknown): boolean {
  if (!(error instanceof TransferError)) return false;
  const { status, sent } = error.failure;
  return sent === 'something' && (status === undefined || status < 400 || (status >= 500 && status !== 501));
}

/** The id that an answer to CreateMultipartUpload tells. */
export async function uploadIdIn({ text }: Answer): Promise<string | undefined> {
  return textOf(await readXml(text, 'InitiateMultipartUploadResult'), 'UploadId');
}

/** @throws as `Destination.send`. */
export async function abortUpload(client: S3Client, key: string, uploadId: string, signal: AbortSignal): Promise<void> {
  await client.request({ method: 'DELETE', key, query: { uploadId }, permission: 's3:AbortMultipartUpload' }, signal);
}

function decoded(key: string | undefined): string | undefined {
  try {
    return key === undefined ? undefined : decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
