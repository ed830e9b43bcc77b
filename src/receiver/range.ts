import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '../core/model.ts';

/**
 * The part of a file that a GET asks for (RFC 9110 §14.2), which lets a download go on where it broke off.
 *
 * @param etag the file's, a strong one.
 * @returns undefined for all of it, also when there are several ranges or what is asked makes no sense; `unsatisfiable`
 *   when it begins behind the end.
 */
export function rangeIn(
  { range, 'if-range': ifRange }: IncomingHttpHeaders,
  { size, etag }: { readonly size: number; readonly etag: string },
): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(range ?? '') ?? [];
  if ((first === '' && last === '') || (ifRange !== undefined && ifRange !== etag)) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size } : 'unsatisfiable';
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
}
