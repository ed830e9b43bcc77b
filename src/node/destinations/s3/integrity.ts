import type { PlannedFile } from '../../../core/model.ts';
import { Problem } from '../../../core/problem.ts';
import { digestOf, type FilePayload } from './payload.ts';
import type { Answer } from '../../http/answer.ts';

/** A part as the server told of it. */
export interface PartReceipt {
  readonly etag: string;
  /** In base64; absent where the server keeps no checksums. */
  readonly crc32?: string;
}

/** Compares what a server tells of objects with what was sent to it. */
export class Integrity {
  readonly #host: string;

  /** @param host for people. */
  constructor(host: string) {
    this.#host = host;
  }

  /**
   * Whether the answer tells one of the checksums that were computed.
   *
   * @throws Problem `contentDiffers`.
   */
  compareChecksums({ headers }: Answer, { sums }: FilePayload, file: PlannedFile): boolean {
    let isTold = false;
    for (const algorithm of ['crc32', 'sha256'] as const) {
      const told = headers[`x-amz-checksum-${algorithm}`];
      const sum = sums[algorithm];
      if (told === undefined || sum === undefined) continue;
      if (told !== sum.toString('base64')) throw this.differs(file, `its checksum (${algorithm}) is another`);
      isTold = true;
    }
    return isTold;
  }

  /**
   * Whether the ETag is the one that is expected; false when it can't tell: it is no MD5 at some servers, nor where
   * the object is encrypted with a key of KMS or of the client, and some give the MD5 of the whole to what was made of
   * parts.
   *
   * @throws Problem `contentDiffers`.
   */
  compareETag(told: string, expected: string | undefined, { headers }: Answer, file: PlannedFile): boolean {
    const encryption = headers['x-amz-server-side-encryption'] ?? '';
    const isEncryptedApart =
      encryption.startsWith('aws:') || headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
    const bare = bareETag(told);
    if (isEncryptedApart || expected === undefined || !isMd5(bare)) return false;
    if (isOfParts(expected) && !isOfParts(bare)) return false;
    if (bare.toLowerCase() !== expected) throw this.differs(file, 'its checksum (ETag) is another');
    return true;
  }

  differs(file: PlannedFile, what: string): Problem {
    return new Problem('contentDiffers', { file: file.source.path, host: this.#host, what });
  }
}

/**
 * What the ETag of an object of these parts is: the MD5 of theirs, and how many there are. Undefined when theirs are no
 * MD5.
 */
export function multipartETag(parts: readonly PartReceipt[]): string | undefined {
  const etags = parts.map(({ etag }) => bareETag(etag));
  if (!etags.every(isMd5)) return undefined;
  const md5 = digestOf(Buffer.from(etags.join(''), 'hex'), 'md5').toString('hex');
  return `${md5}-${parts.length}`;
}

/**
 * What the checksum of an object of these parts is (composite CRC-32), in base64; undefined when theirs are not known.
 */
export function multipartCrc32(parts: readonly PartReceipt[]): string | undefined {
  const sums = parts.flatMap(({ crc32 }) => (crc32 === undefined ? [] : [Buffer.from(crc32, 'base64')]));
  if (sums.length < parts.length) return undefined;
  return `${digestOf(Buffer.concat(sums), 'crc32').toString('base64')}-${parts.length}`;
}

/** An ETag without its quotes. */
export function bareETag(etag: string): string {
  return etag.replace(/^"(.*)"$/s, '$1');
}

/** Of an object that was made of parts, as S3 has it. */
function isOfParts(etag: string): boolean {
  return etag.includes('-');
}

/** An MD5, or that of a multipart object. */
function isMd5(etag: string): boolean {
  return /^[\da-f]{32}(?:-\d+)?$/i.test(etag);
}
