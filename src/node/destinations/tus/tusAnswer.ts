import type { Source } from '../../../core/model.ts';
import { Problem } from '../../../core/problem.ts';
import { TransferError, type Failure } from '../../../core/transfer/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import { refusal as refusalOfAny } from '../../http/refusal.ts';

/** In milliseconds. A lock lasts as long as the server takes its owner for alive. */
const lockWait = 1000;

/** An answer that does not keep to the protocol: to repeat the request would not help. */
export function invalid({ status, url: { host } }: Answer, reason: string): TransferError {
  return new TransferError(new Problem('answerInvalid', { host, reason }), { status, sent: 'something' });
}

/** An answer that is no success, to a request of this method, about this file. */
export function refusal(
  answer: Answer,
  { method, source }: { readonly method: string; readonly source?: Source | undefined },
): TransferError {
  const { status, headers, url } = answer;
  const usual = refusalOfAny(answer);
  const passing = (problem: Problem, more: Partial<Failure> = {}) =>
    new TransferError(problem, { ...usual.failure, passes: true, ...more });
  const { host } = url;
  switch (status) {
    case 404:
    case 409:
    case 410:
      // After a part: asking for the offset tells how to go on, from there or anew.
      return method === 'PATCH' ? passing(usual.problem) : usual;
    case 412:
      return invalid(answer, `it speaks tus ${headers['tus-version'] ?? 'in another version'}, not 1.0.0`);
    case 413: {
      const limit = sizeIn(headers['tus-max-size']);
      if (limit === undefined || source === undefined) return usual;
      return new TransferError(aboveLimit(source, limit, host), usual.failure);
    }
    case 423:
      return passing(usual.problem, { retryAfterMs: Math.max(lockWait, usual.failure.retryAfterMs ?? 0) });
    case 460: {
      const what = 'a part arrived damaged';
      return passing(new Problem('contentDiffers', { file: source?.path ?? '', host, what }), { isDamaged: true });
    }
    default:
      return usual;
  }
}

export function aboveLimit({ path, size }: Source, limit: number, host: string): Problem {
  return new Problem('tooLargeThere', { file: path, size, limit, host });
}

/** It said before that it has the whole file, and has moved it away, or lost it. */
export function forgotten({ status, url: { host } }: Answer): TransferError {
  const reason = 'it no longer knows it, and had all of it';
  return new TransferError(new Problem('answerMissing', { host, reason }), { status, sent: 'something' });
}

/**
 * @param isBegun whether the server spoke tus already: a proxy or a portal that answers in its place passes.
 * @throws TransferError `answerInvalid`: whatever answered, it is no server of tus.
 */
export function requireTus(answer: Answer, isBegun: boolean): void {
  const version = answer.headers['tus-resumable'];
  if (version === undefined) {
    const { problem, failure } = invalid(answer, 'it does not speak tus (no Tus-Resumable)');
    throw new TransferError(problem, { ...failure, ...(isBegun && { passes: true }) });
  }
  if (version !== '1.0.0') throw invalid(answer, 'it speaks another version of tus than 1.0.0');
}

/**
 * How many bytes the server has.
 *
 * @throws TransferError `answerInvalid` when it tells none, or more than `most`.
 */
export function offsetIn(answer: Answer, most: number): number {
  const told = answer.headers['upload-offset'];
  if (told === undefined) throw invalid(answer, 'it tells no Upload-Offset');
  const offset = sizeIn(told);
  if (offset === undefined) throw invalid(answer, 'its Upload-Offset is no number');
  if (offset > most) throw invalid(answer, `it says that it has ${offset} bytes of ${most} that there are`);
  return offset;
}

/**
 * How many bytes of the file the server has, by its answer to HEAD.
 *
 * @throws TransferError `answerInvalid`.
 */
export function offsetOfUpload(answer: Answer, { size }: Source): number {
  requireTus(answer, true);
  const length = answer.headers['upload-length'];
  if (length !== undefined && sizeIn(length) !== size) {
    throw invalid(answer, 'it has an upload of another length at this address');
  }
  return offsetIn(answer, size);
}

/** A whole number of bytes as a header holds it; undefined when it is none. */
export function sizeIn(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,16}$/.test(header)) return undefined;
  const size = Number(header);
  return Number.isSafeInteger(size) ? size : undefined;
}

/**
 * Path and query of the upload that was created: it is at the destination's origin, where its credentials may go.
 *
 * @throws TransferError `answerInvalid` when it is elsewhere or nowhere.
 */
export function pathOfUpload(answer: Answer, origin: string): string {
  const location = answer.headers['location'] ?? '';
  if (location === '') throw invalid(answer, 'it does not tell where the upload is (no Location)');
  if (!URL.canParse(location, answer.url.href)) throw invalid(answer, 'its Location is no URL');
  const url = new URL(location, answer.url.href);
  if (url.origin !== origin) throw invalid(answer, `its Location leads to another server, ${url.origin}`);
  return url.pathname + url.search;
}
