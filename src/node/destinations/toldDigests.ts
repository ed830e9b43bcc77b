/** Checksums that a server tells of what it got. */
import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { startSum, type DigestAlgorithm, type Digests } from '../files/digest.ts';
import { wholeOf } from '../files/wholeSource.ts';
import type { Answer } from '../http/answer.ts';

/** A checksum in an answer. */
interface ToldDigest {
  /** Its header, by name in lower case. */
  readonly header: string;
  readonly algorithm: DigestAlgorithm;
  readonly value: Buffer;
}

/** The names that the headers have for algorithms, in lower case. Those that are missing are not compared. */
const algorithms: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha-256', 'sha256'],
  ['sha256', 'sha256'],
  ['sha-1', 'sha1'],
  ['sha1', 'sha1'],
  ['sha', 'sha1'],
  ['md5', 'md5'],
  ['crc32', 'crc32'],
]);

const amazonPrefix = 'x-amz-checksum-';

/** In bytes. */
const lengths: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha1: 20, md5: 16, crc32: 4 };

/**
 * Compares the file with checksums that a server tells of it.
 *
 * @param host of the server, for people.
 * @throws Problem `contentDiffers`, and what reading the file throws; AbortError when cancelled.
 */
export async function compareTold(
  told: readonly ToldDigest[],
  source: Source,
  { host, digests }: { readonly host: string; readonly digests: Digests },
  signal: AbortSignal,
): Promise<void> {
  for (const { header, algorithm, value } of told) {
    const digest = await digests.digest(source, wholeOf(source), algorithm, signal);
    if (digest.equals(value)) continue;
    const what = `its ${header} is not that of the file`;
    throw new Problem('contentDiffers', { file: source.path, host, what });
  }
}

/**
 * The checksums that the answer to an upload tells of the file.
 *
 * @param isStored whether the request put the file itself at its URL, so that an ETag may be its MD5.
 */
export function toldDigests({ headers, content }: Answer, isStored: boolean): readonly ToldDigest[] {
  const told = Object.entries(headers).flatMap(([header, text]): readonly ToldDigest[] => {
    switch (header) {
      // RFC 1864
      case 'content-md5':
        return digestOf(header, 'md5', text);
      // RFC 9530 §2 and §3: `sha-256=:base64:`; RFC 3230: `SHA-256=base64`; Google: `md5=base64`.
      case 'repr-digest':
      case 'content-digest':
      case 'digest':
      case 'x-goog-hash':
        return Array.from(text.matchAll(/([\w-]+)=:?([\w+/]+=*)/g)).flatMap(([, name = '', value = '']) =>
          digestOf(header, name, value),
        );
      default:
        return header.startsWith(amazonPrefix) ? digestOf(header, header.slice(amazonPrefix.length), text) : [];
    }
  });
  // Most of these may be about the answer itself.
  const ofFile = told.filter(({ algorithm, value }) => !sumOf(content, algorithm).equals(value));
  return isStored ? [...ofFile, ...digestOf('etag', 'md5', md5OfEtag(headers))] : ofFile;
}

/**
 * In base64; empty where it is not sure to be one: S3 and Swift alone say so, which their own headers tell, and S3 not
 * of what it encrypts with a key of KMS or of the client.
 */
function md5OfEtag(headers: Answer['headers']): string {
  const [, hex = ''] = /^"?([\da-f]{32})"?$/.exec(headers['etag'] ?? '') ?? [];
  const isOfSwift = headers['x-trans-id'] !== undefined;
  const isOfS3 =
    headers['x-amz-request-id'] !== undefined &&
    headers['x-amz-server-side-encryption-customer-algorithm'] === undefined &&
    !headers['x-amz-server-side-encryption']?.startsWith('aws:');
  return isOfSwift || isOfS3 ? Buffer.from(hex, 'hex').toString('base64') : '';
}

/** None where the algorithm is unknown or the value is no such checksum: one of parts has `-3` at its end. */
function digestOf(header: string, name: string, base64: string): readonly ToldDigest[] {
  const algorithm = algorithms.get(name.toLowerCase());
  const value = Buffer.from(base64, 'base64');
  if (algorithm === undefined || value.length !== lengths[algorithm] || /-\d+$/.test(base64)) return [];
  return [{ header, algorithm, value }];
}

function sumOf(content: Uint8Array, algorithm: DigestAlgorithm): Buffer {
  const sum = startSum(algorithm);
  sum.update(content);
  return sum.digest();
}
