/** The head of an answer (RFC 9112 §4, §5), taken strictly: what can be understood in two ways is not taken. */
import type { Answer } from './answer.ts';

/** What came is no answer of HTTP/1.1, or could be taken for another one than it is. */
export class AnswerMalformed extends Error {
  override readonly name = 'AnswerMalformed';
}

export interface AnswerHead {
  readonly status: number;
  /** Whether the server speaks HTTP/1.0. */
  readonly isOld: boolean;
  readonly headers: Answer['headers'];
}

/** Most fields of an answer: none that means well has so many. */
const fieldLimit = 256;

/**
 * @param text without the empty line behind it; a character a byte.
 * @throws AnswerMalformed
 */
export function parseHead(text: string): AnswerHead {
  const lines = text.split('\r\n');
  const [, minor, status] = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/.exec(lines[0] ?? '') ?? [];
  if (status === undefined || !isText(lines[0] ?? '')) throw new AnswerMalformed('its status line is none');
  if (lines.length > fieldLimit) throw new AnswerMalformed('it has too many headers');
  const headers: Record<string, string> = {};
  for (let index = 1; index < lines.length; index++) {
    const { name, value } = parseField(lines[index] ?? '');
    // A field may be called like what objects inherit.
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(status), isOld: minor === '0', headers };
}

/**
 * A field with its name in lower case (RFC 9110 §5.1). A line that continues the one before (obs-fold, RFC 9112 §5.2) has
 * no name.
 *
 * @throws AnswerMalformed
 */
export function parseField(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  if (!isToken(name) || !isText(line)) throw new AnswerMalformed('a header of it is none');
  let start = colon + 1;
  let end = line.length;
  // Not `trim`, which takes away more than blanks and tabs.
  while (isBlank(line, start)) start++;
  while (end > start && isBlank(line, end - 1)) end--;
  return { name: name.toLowerCase(), value: line.slice(start, end) };
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** RFC 9110 §5.6.2. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(text);
}

/** Whether a field may have it as its value: no controls, no line break (RFC 9110 §5.5). */
export function isText(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(text);
}
