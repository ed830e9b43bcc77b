/** What answers that are no success come to for a person. */
import { formatDuration } from '../../core/formatDuration.ts';
import { isObject } from '../../core/isObject.ts';
import { parseJson } from '../../core/parseJson.ts';
import { Problem } from '../../core/problem.ts';
import { parseRetryAfter } from '../../core/transfer/retryPolicy.ts';
import { TransferError } from '../../core/transfer/transferError.ts';
import type { Answer } from './answer.ts';
import { noCertificate } from './networkProblem.ts';

/** An answer that is no success. */
export function refusal(answer: Answer): TransferError {
  const { status, headers } = answer;
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const sent = tookNothing(answer) ? ('nothing' as const) : ('something' as const);
  const failure = { status, sent, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new TransferError(refusalProblem(answer, retryAfterMs), failure);
}

/** Porter's receiver says that it keeps nothing of what it takes while it ends. */
function tookNothing(answer: Answer): boolean {
  return answer.status === 503 && problemDetailsIn(answer)['code'] === 'receiverClosing';
}

/** An answer that is a success by its status only. */
export function failureToldBy({ status, url: { host } }: Answer): TransferError {
  const reason = ': its answer tells of an error';
  return new TransferError(new Problem('refusedByServer', { host, status, reason }), { status, sent: 'something' });
}

/** In seconds: a day. Nobody waits longer. */
const longestWait = 86_400;

function refusalProblem(answer: Answer, retryAfterMs: number | undefined): Problem {
  const { status } = answer;
  const { host } = answer.url;
  const reason = reasonOf(answer);
  const when = whenAgain(retryAfterMs);
  switch (status) {
    case 401:
    case 403:
    case 407:
      return new Problem('unauthorized', { host, status, reason });
    case 404:
    case 410:
      return new Problem('notFoundAtServer', { host, status, reason });
    case 429:
      return new Problem('serverBusy', { host, status, reason, when });
    case 413:
      return new Problem('tooLargeForServer', { host, status, reason });
    case 507:
      return new Problem('serverFull', { host, reason });
  }
  // nginx tells it in the page of its status 400 only.
  const [, told] = /<title>400 (No required SSL certificate|The SSL certificate error)/.exec(answer.text) ?? [];
  if (status === 400 && told !== undefined) {
    const reason = told.startsWith('No') ? noCertificate : 'yours is refused';
    return new Problem('clientCertificateRefused', { host, reason });
  }
  if (status >= 500 || status === 408) return new Problem('serverFailed', { host, status, reason, when });
  return new Problem('refusedByServer', { host, status, reason });
}

/** Where it redirects to, or the server's own words as RFC 9457 has them; nothing else of an answer is shown. */
function reasonOf(answer: Answer): string {
  const { status } = answer;
  const place = redirectPlace(answer);
  if (place !== undefined) return `: it redirects to ${place}`;
  const { title, detail } = problemDetailsIn(answer);
  // RFC 9457 §4.2.1: where it says no more than the status does.
  const isPhrase = typeof detail === 'string' && title === process.getBuiltinModule('node:http').STATUS_CODES[status];
  const words = [isPhrase ? undefined : title, detail].filter((word) => typeof word === 'string');
  return words.map((word) => `: ${plain(word, answer)}`).join('');
}

/** RFC 9457; nothing where the answer holds none. */
function problemDetailsIn({ headers, text }: Answer): Readonly<Record<string, unknown>> {
  const isOne = /^application\/problem\+json\b/i.test(headers['content-type'] ?? '');
  const details = isOne ? parseJson(text) : undefined;
  return isObject(details) ? details : {};
}

/** When to try again, in words: as Retry-After says, where that is a time that somebody waits. */
export function whenAgain(retryAfterMs: number | undefined): string {
  const seconds = Math.ceil((retryAfterMs ?? 0) / 1000);
  return seconds > 0 && seconds <= longestWait ? `in ${formatDuration(seconds)}` : 'later';
}

/** Where an answer leads to, for people; undefined when it is no redirect. */
export function redirectPlace(answer: Answer): string | undefined {
  const { status, headers, url } = answer;
  const target = status >= 300 && status < 400 ? URL.parse(headers['location'] ?? '', url.href) : null;
  if (target === null || headers['location'] === undefined) return undefined;
  // Only of the web's schemes there is an origin.
  const place = target.origin === 'null' ? target.href.replace(/[?#].*$/s, '') : target.origin + target.pathname;
  return plain(place, answer);
}

/** A server's text inside of a sentence: one line, not long, nothing invisible, no secret. */
export function plain(text: string, { mask }: Pick<Answer, 'mask'>): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim();
  return (mask?.mask(line) ?? line).replace(/\.$/, '').slice(0, 200);
}
