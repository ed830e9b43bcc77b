import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import type { SecretMask } from '../../core/maskSecrets.ts';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly content: Uint8Array;
  /** The body, decoded. */
  readonly text: string;
  /** Where it came from, after redirects. */
  readonly url: URL;
  /** Takes secrets out of what is told of it: servers repeat what they were sent. Absent: there are none. */
  readonly mask?: SecretMask | undefined;
}

/** Largest body of an answer, in bytes: it is to hold a link, not a file. */
export const answerLimit = 1024 * 1024;

/** Each may take as long as an answer of full length. */
const mostCodings = 5;

/** The answer has more than `answerLimit` bytes, or can't be decoded. */
export class AnswerUnusable extends Error {
  override readonly name = 'AnswerUnusable';
}

/** Joins repeated fields (RFC 9110 §5.3). */
export function joinHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}

/** Whether the body is something else than what it stands for: compressed. */
export function isEncoded(headers: Answer['headers']): boolean {
  return codingsOf(headers).length > 0;
}

/** In the order in which they were applied (RFC 9110 §8.4). */
function codingsOf(headers: Answer['headers']): readonly string[] {
  const told = headers['content-encoding'];
  if (told === undefined) return [];
  const codings = told.toLowerCase().split(',');
  return codings.map((coding) => coding.trim()).filter((coding) => coding !== '' && coding !== 'identity');
}

/** The body as text, by its content-encoding (none was asked for) and charset. */
export function decodeAnswer(headers: Answer['headers'], body: Buffer): string {
  if (body.length === 0) return '';
  const label = /charset="?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    const bytes = decompress(codingsOf(headers), body);
    return decoderFor(label).decode(bytes);
  } catch (error) {
    throw new AnswerUnusable('it cannot be decoded', { cause: error });
  }
}

/** @throws where it is in a coding that is not known, or in too many: it is not to be read as what it stands for. */
function decompress(codings: readonly string[], body: Buffer): Buffer {
  if (codings.length > mostCodings) throw new Error('It is in too many codings');
  return codings.reduceRight((bytes, coding) => decompressOne(coding, bytes), body);
}

function decompressOne(coding: string, bytes: Buffer): Buffer {
  const options = { maxOutputLength: answerLimit };
  // Not imported: no answer was asked to be compressed, and hardly any is.
  const zlib = process.getBuiltinModule('node:zlib');
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.gunzipSync(bytes, options);
    case 'deflate':
      return zlib.inflateSync(bytes, options);
    case 'br':
      return zlib.brotliDecompressSync(bytes, options);
    case 'zstd':
      return zlib.zstdDecompressSync(bytes, options);
    default:
      // Servers name here what is no coding, as `utf-8`: text is in none.
      if (isText(bytes)) return bytes;
      throw new Error(`Unknown coding: ${coding}`);
  }
}

/** Whether these bytes are UTF-8 without control characters but those of white space. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !/[^\P{Cc}\t\n\r]/u.test(bytes.toString());
}

const utf8 = new TextDecoder();

function decoderFor(label: string): typeof utf8 {
  try {
    return label === 'utf-8' ? utf8 : new TextDecoder(label);
  } catch {
    return utf8;
  }
}
