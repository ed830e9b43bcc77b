import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../core/problem.ts';

/** What the bytes of one request are to come to. */
export interface Checksum {
  readonly algorithm: string;
  readonly digest: Buffer;
}

/** As Node's crypto knows them. */
export const checksumAlgorithms = ['sha256', 'sha1', 'md5'] as const;

/** @throws Problem `requestInvalid` when it is missing or no whole number. */
export function bytesIn(headers: IncomingHttpHeaders, name: 'upload-length' | 'upload-offset'): number {
  const text = headers[name];
  if (typeof text !== 'string' || !/^\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new Problem('requestInvalid', { reason: `it tells no ${name} in bytes` });
  }
  return Number(text);
}

/** @throws Problem `requestInvalid` for an algorithm that is not offered, and for what is no checksum. */
export function checksumIn(headers: IncomingHttpHeaders): Checksum | undefined {
  const text = headers['upload-checksum'];
  if (text === undefined) return undefined;
  const [, name, base64 = ''] = /^(\S+) (\S+)$/.exec(String(text)) ?? [];
  const algorithm = checksumAlgorithms.find((one) => one === name);
  if (algorithm === undefined)
    throw new Problem('requestInvalid', { reason: 'its upload-checksum is of no known kind' });
  return { algorithm, digest: decodeBase64(base64, 'upload-checksum') };
}

/**
 * `Upload-Metadata`: keys, and values in Base64.
 *
 * @throws Problem `requestInvalid` when it is none of that, or a value is no UTF-8.
 */
export function metadataIn(header: string): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (header === '') return metadata;
  for (const pair of header.split(',')) {
    const [, key, base64 = ''] = /^ *([^ ]+)(?: ([^ ]*))? *$/.exec(pair) ?? [];
    if (key === undefined || metadata.has(key)) {
      throw new Problem('requestInvalid', {
        reason: 'its upload-metadata is not made of different keys with a value each',
      });
    }
    metadata.set(key, decodeText(decodeBase64(base64, 'upload-metadata')));
  }
  return metadata;
}

function decodeBase64(text: string, header: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Node passes over what does not belong there.
  const isWhole =
    /^[A-Za-z0-9+/]*={0,2}$/.test(text) && Math.ceil((bytes.length * 4) / 3) === text.replace(/=+$/, '').length;
  if (!isWhole) throw new Problem('requestInvalid', { reason: `its ${header} is not in Base64` });
  return bytes;
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Problem('requestInvalid', { reason: 'its upload-metadata is no UTF-8' }, { cause: error });
  }
}
