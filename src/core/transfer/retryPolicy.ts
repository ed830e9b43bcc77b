import type { Failure } from './transferError.ts';

/** What the policy is told besides the failure. */
export interface RetryCircumstances {
  /** How often a request is repeated in a row; Infinity: until the deadline. */
  readonly retries: number;
  /** Whether sending twice is the same as sending once, or the profile says that it is safe. */
  readonly idempotent: boolean;
  /** In milliseconds, of a clock that never goes back. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** What the verdict on the failure before gave; absent at the first. */
  readonly history?: RetryHistory | undefined;
}

/** Failures in a row: since the beginning, or since the server last kept bytes. */
export interface RetryHistory {
  readonly repeated: number;
  /** Of those, the ones that followed on bytes that arrived damaged. */
  readonly damaged: number;
  readonly firstFailureAt: number;
}

/** What to do after a failure: `unknown` when the server may or may not have the file. */
type Verdict =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly history: RetryHistory }
  | { readonly kind: 'failed' | 'unknown' };

/** How often a request is repeated in a row, where the profile does not say it. */
export const usualRetries = 4;

const baseDelayMs = 500;
const delayCapMs = 30_000;
/** Repeating ends this long after the first failure in a row. */
const deadlineMs = 15 * 60_000;

const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 522, 524]);

/** A gateway's word for: the server behind it gave no answer. */
const answerlessStatuses: ReadonlySet<number> = new Set([502, 504, 524]);

const passingCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  // Of socket(2): it passes when other connections end.
  'EMFILE',
  'ENFILE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/**
 * Whether a request that failed is repeated, and when. A request that is not idempotent is repeated only if nothing of
 * it was sent or the server said "too many" (429): else the person decides.
 */
export function judge(failure: Failure, circumstances: RetryCircumstances): Verdict {
  const { retries, idempotent, now, random } = circumstances;
  const harmless = idempotent || failure.sent === 'nothing' || failure.status === 429;
  if (!harmless && isWithoutAnswer(failure)) return { kind: 'unknown' };
  const afresh: RetryHistory = { repeated: 0, damaged: 0, firstFailureAt: now };
  const { repeated, damaged, firstFailureAt } = failure.keptBytes ? afresh : (circumstances.history ?? afresh);
  if (!harmless || !passes(failure) || repeated >= retries) return { kind: 'failed' };
  // An outage is waited for, however often it is tried meanwhile.
  if (failure.isDamaged && retries === Infinity && damaged >= usualRetries) return { kind: 'failed' };

  // "Full jitter": many clients that failed together don't come back together.
  const jittered = random() * Math.min(delayCapMs, baseDelayMs * 2 ** repeated);
  const delayMs = Math.max(jittered, failure.retryAfterMs ?? 0);
  if (now + delayMs > firstFailureAt + deadlineMs) return { kind: 'failed' };
  const history = { repeated: repeated + 1, damaged: damaged + (failure.isDamaged ? 1 : 0), firstFailureAt };
  return { kind: 'retry', delayMs, history };
}

/** Whether the same request may succeed later. */
export function passes({ status, networkCode, passes: told }: Failure): boolean {
  if (told) return true;
  if (status !== undefined) return passingStatuses.has(status);
  return networkCode !== undefined && passingCodes.has(networkCode);
}

/** Whether the server did not take the request; 500: it may have failed at what it does with a file that it has. */
export function isRefusal(failure: Failure): boolean {
  const { status } = failure;
  return status !== undefined && status >= 400 && status !== 500 && !isWithoutAnswer(failure);
}

/** By these a server may refuse what it took a moment ago: credentials have ended, or what it took is there. */
const ofAnotherTime: ReadonlySet<number> = new Set([401, 403, 409, 412, 423, 507]);

/**
 * Whether the server may have taken a request that failed so, or one before it that nobody has answered since.
 *
 * @param isWhole all of the request was sent.
 * @param before what this told after the attempt before.
 */
export function mayBeTaken(failure: Failure, isWhole: boolean, before: boolean): boolean {
  const isUnanswered = isWhole && failure.sent === 'something' && isWithoutAnswer(failure);
  return isUnanswered || (before && (passes(failure) || ofAnotherTime.has(failure.status ?? 0)));
}

/** Whether nobody can tell by it what became of the request. */
export function isWithoutAnswer({ status }: Failure): boolean {
  return status === undefined || answerlessStatuses.has(status);
}

/**
 * Milliseconds that a Retry-After header asks to wait (RFC 9110 §10.2.3): seconds or a date. A date in the past is 0,
 * a malformed value is undefined.
 */
export function parseRetryAfter(value: string | undefined, nowEpochMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // RFC 9110 §5.6.7: the date of today, of RFC 850, of asctime; the last without a zone, which is GMT all the same.
  const isDate = /^[A-Z][a-z]+, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/.test(text);
  const isAsctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(text);
  if (!isDate && !isAsctime) return undefined;
  const date = Date.parse(isAsctime ? `${text} GMT` : text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowEpochMs);
}
