import { Problem } from '../../../core/problem.ts';
import { parseRetryAfter } from '../../../core/transfer/retryPolicy.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import { plain, refusal as refusalOfAny } from '../../http/refusal.ts';
import type { BucketAddress } from './bucketAddress.ts';
import { readXml, textOf } from './s3Answer.ts';

/** What S3 says when it refuses (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export interface S3Refusal {
  /** `NoSuchBucket`; empty where the answer has no body, as that to HEAD. */
  readonly code: string;
  readonly message: string;
  /** Where the bucket is instead, when it says so. */
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

/** What is needed to say what to do. */
export interface RefusalContext {
  /** The destination's key in the settings. */
  readonly destination: string;
  readonly address: BucketAddress;
  /** What the credentials must be allowed: `s3:PutObject`. */
  readonly permission: string;
  /** `Source.path`, for what is about a file. */
  readonly file: string;
  /** Whether it is about an upload in parts that the server has begun. */
  readonly isBegun: boolean;
  /** Whether the request held a checksum besides its signature. */
  readonly hasChecksum: boolean;
}

/** The server does not know checksums, and refuses requests that hold them. */
export class ChecksumsUnknown extends TransferError {}

/** What the answer refuses; undefined when it is a success. S3 may begin to answer with 200 and then fail. */
export async function refusalIn({ status, headers, text }: Answer): Promise<S3Refusal | undefined> {
  const error = text.includes('<Error') ? await readXml(text, 'Error') : undefined;
  if (status >= 200 && status < 300 && error === undefined) return undefined;
  return {
    code: name(textOf(error, 'Code')) ?? '',
    message: textOf(error, 'Message') ?? '',
    region: name(headers['x-amz-bucket-region']) ?? name(textOf(error, 'Region')),
    endpoint: hostIn(textOf(error, 'Endpoint')),
  };
}

/** Codes for what passes by itself, whatever the status. */
const passing: ReadonlySet<string> = new Set([
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'Throttling',
  'TooManyRequests',
]);

/** Codes for bytes that arrived as others than were sent. */
const damaged: ReadonlySet<string> = new Set([
  'BadDigest',
  'IncompleteBody',
  'XAmzContentSHA256Mismatch',
  'XAmzContentChecksumMismatch',
]);

/** What is left to the session: it is asked what the server has, and begins anew when that is nothing. */
const sessionMayGoOn: ReadonlySet<string> = new Set(['NoSuchUpload']);

/** The refusal for a person and for the retry policy. */
export function refusalError(refusal: S3Refusal, answer: Answer, context: RefusalContext): TransferError {
  const { status, headers } = answer;
  // The status of a 5xx says so itself.
  const mayPass =
    isForeign(refusal, answer, context) ||
    sessionMayGoOn.has(refusal.code) ||
    damaged.has(refusal.code) ||
    (passing.has(refusal.code) && status < 500);
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const { code, message } = refusal;
  const isAboutChecksum =
    context.hasChecksum && !damaged.has(code) && (code === 'NotImplemented' || /checksum/i.test(message));
  const Kind = isAboutChecksum ? ChecksumsUnknown : TransferError;
  return new Kind(problemOf(refusal, answer, context), {
    status,
    sent: 'something',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(mayPass ? { passes: true } : {}),
    ...(damaged.has(code) ? { isDamaged: true } : {}),
  });
}

/** A redirect without a word of S3's own: a portal or a proxy answers in the place of what has the upload. */
function isForeign({ code, region }: S3Refusal, { status }: Answer, { isBegun }: RefusalContext): boolean {
  return isBegun && status < 400 && code === '' && region === undefined;
}

function problemOf({ code, message, region, endpoint }: S3Refusal, answer: Answer, context: RefusalContext): Problem {
  const { destination, address, permission, file } = context;
  const { status } = answer;
  const { bucket, host } = address;
  const toldReason = [code, plain(message, answer)].map((word) => word && `: ${word}`).join('');
  if (region !== undefined && region !== address.region && (status < 400 || code === 'AuthorizationHeaderMalformed')) {
    return new Problem('bucketElsewhere', { bucket, destination, setting: 'region', value: region });
  }
  if (status < 400 && endpoint !== undefined) {
    const value = serviceOf(endpoint, address);
    return new Problem('bucketElsewhere', { bucket, destination, setting: 'endpoint', value });
  }
  if (damaged.has(code))
    return new Problem('contentDiffers', { file, host, what: 'what arrived is not what was sent' });
  if (passing.has(code)) return new Problem('serverFailed', { host, status, reason: toldReason, when: 'later' });
  switch (code) {
    case 'NoSuchBucket':
      return new Problem('bucketMissing', { bucket, host, destination });
    case 'AccessDenied':
    case 'AllAccessDisabled':
    case 'AccountProblem':
      return new Problem('accessDenied', { bucket, host, destination, permission });
    case 'AccessControlListNotSupported':
      return new Problem('aclNotTaken', { bucket, destination });
    case 'InvalidAccessKeyId':
      return credentialsRefused('it does not know the access key id');
    case 'SignatureDoesNotMatch':
      return credentialsRefused('the secret access key does not belong to the access key id');
    case 'ExpiredToken':
    case 'InvalidToken':
    case 'TokenRefreshRequired':
      return credentialsRefused('the session has expired');
    case 'RequestTimeTooSkewed':
    case 'RequestExpired':
      return new Problem('clockWrong', { host });
    case 'EntityTooLarge':
      return new Problem('tooLargeForServer', { host, status, reason: toldReason });
    case 'NoSuchUpload':
      return new Problem('uploadForgotten', { file, host });
    case '':
      // An answer to HEAD has no words; a page is of something before S3.
      return status === 403 && answer.text === ''
        ? new Problem('accessDenied', { bucket, host, destination, permission })
        : refusalOfAny(answer).problem;
    default:
      return new Problem('refusedByServer', { host, status, reason: toldReason });
  }

  function credentialsRefused(reason: string): Problem {
    return new Problem('credentialsRefused', { host, destination, reason });
  }
}

/** Whether the server says that it does not know the upload. */
export function isForgotten(error: unknown): error is TransferError {
  return error instanceof TransferError && error.problem.code === 'uploadForgotten';
}

/** What is nothing but a name, so that it can stand in a sentence. */
function name(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w.-]{1,64}$/.test(text) ? text : undefined;
}

/** As a profile's `endpoint` names it: S3 tells that of the bucket, which Porter puts in front itself. */
function serviceOf(endpoint: string, { bucket, url }: BucketAddress): string {
  const host = endpoint.startsWith(`${bucket}.`) ? endpoint.slice(bucket.length + 1) : endpoint;
  return `${url.protocol}//${host}`;
}

function hostIn(text: string | undefined): string | undefined {
  return text !== undefined && /^[a-z\d][a-z\d.-]{0,250}(?::\d{1,5})?$/i.test(text) ? text : undefined;
}
