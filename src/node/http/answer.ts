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
  return (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
}

/** The body as text, by its content-encoding (none was asked for) and charset. */
export function decodeAnswer(headers: Readonly<Record<string, string>>, body: Buffer): string {
  if (body.length === 0) return '';
  const label = /charset="?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    const bytes = decompress(headers['content-encoding'] ?? '', body);
    return decoderFor(label).decode(bytes);
  } catch (error) {
    throw new AnswerUnusable('it cannot be decoded', { cause: error });
  }
}

/** @throws where it is in a coding that is not known, or in too many: it is not to be read as what it stands for. */
function decompress(encodings: string, body: Buffer): Buffer {
  // In the order in which they were applied (RFC 9110 §8.4).
  const codings = encodings.toLowerCase().split(',');
  if (codings.length > mostCodings) throw new Error('It is in too many codings');
  return codings.reduceRight((bytes, coding) => decompressOne(coding.trim(), bytes), body);
}

function decompressOne(coding: string, bytes: Buffer): Buffer {
  const options = { maxOutputLength: answerLimit };
  // Not imported: no answer was asked to be compressed, and hardly any is.
  const zlib = process.getBuiltinModule('node:zlib');
  switch (coding) {
    case '':
    case 'identity':
      return bytes;
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
      throw new Error(`Unknown coding: ${coding}`);
  }
}

const utf8 = new TextDecoder();

function decoderFor(label: string): typeof utf8 {
  try {
    return label === 'utf-8' ? utf8 : new TextDecoder(label);
  } catch {
    return utf8;
  }
}
