import { createHash } from 'node:crypto';
import type { ByteRange, Source } from '../../core/model.ts';
import { readRange } from './wholeSource.ts';

/** Checksums that protocols ask for. CRC-32 is that of ISO 3309, in network byte order. */
export type DigestAlgorithm = 'sha256' | 'sha1' | 'md5' | 'crc32';

/** Computes checksums of files. */
export interface Digests {
  /** Those of the source will be asked for soon: what takes a while to be ready begins now. */
  prepare(source: Source): void;
  /** @throws Problem `fileChanged`, and whatever `Source.open` throws; AbortError when cancelled. */
  digest(source: Source, range: ByteRange, algorithm: DigestAlgorithm, signal: AbortSignal): Promise<Buffer>;
}

/** Computes them on this thread. */
export const digests: Digests = {
  prepare: () => undefined,

  async digest(source, range, algorithm, signal) {
    const sum = startSum(algorithm);
    for await (const chunk of readRange(source, range, signal)) sum.update(chunk);
    return sum.digest();
  },
};

/** A checksum of what comes piece by piece. */
interface Sum {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

export function startSum(algorithm: DigestAlgorithm): Sum {
  if (algorithm !== 'crc32') return createHash(algorithm);
  // Not imported: few ask for it.
  const { crc32 } = process.getBuiltinModule('node:zlib');
  let sum = 0;
  return {
    update: (chunk) => (sum = crc32(chunk, sum)),
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes;
    },
  };
}
