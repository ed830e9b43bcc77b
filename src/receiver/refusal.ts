import { STATUS_CODES } from 'node:http';
import type { ProblemCode } from '../core/messages.ts';
import { asProblem } from '../core/problem.ts';

/** Statuses of RFC 9110, 6585 and 4918, and of tus, for what a client is refused for. */
const statuses: Partial<Record<ProblemCode, number>> = {
  requestInvalid: 400,
  tokenMissing: 401,
  tokenWrong: 401,
  hostForeign: 403,
  originForeign: 403,
  pathUnknown: 404,
  methodNotAllowed: 405,
  clientSilent: 408,
  offsetWrong: 409,
  lengthMissing: 411,
  tusVersion: 412,
  receivedTooLarge: 413,
  formTooLarge: 413,
  bodyNotTaken: 415,
  partNotTaken: 415,
  typeNotAllowed: 415,
  rangeBeyond: 416,
  uploadTakenOver: 423,
  receiverExhausted: 429,
  headersTooLarge: 431,
  // tus 1.0.0, "Checksum"
  partDamaged: 460,
  receiverClosing: 503,
  diskFull: 507,
};

/** An answer that says no. */
export interface Refusal {
  readonly status: number;
  readonly title: string;
  /** The sentence for a person. */
  readonly detail: string;
  /** Problem details (RFC 9457) as JSON: `about:blank`, as the status says it all; `code` is Porter's own. */
  readonly json: string;
}

/** What was thrown, as the answer to the client. */
export function refusalOf(thrown: unknown): Refusal {
  const { code, message } = asProblem(thrown);
  const status = statuses[code] ?? 500;
  const title = STATUS_CODES[status] ?? 'Refused';
  return {
    status,
    title,
    detail: message,
    json: `${JSON.stringify({ type: 'about:blank', title, status, detail: message, code })}\n`,
  };
}
