import type { ByteRange, Source } from '../../../core/model.ts';
import type { SendOptions } from '../../../core/ports.ts';
import { startSum, type DigestAlgorithm, type Digests } from '../../files/digest.ts';
import { memorySource } from '../../files/memorySource.ts';
import { rangeBytes, wholeOf } from '../../files/wholeSource.ts';
import type { Body } from '../../http/body.ts';
import { bufferLimit, Outflow, rangeBody } from '../fileBody.ts';
import type { S3Payload } from './s3Client.ts';

/** A range of a file as a request's body, with the checksums that were asked for. */
export interface FilePayload extends S3Payload {
  /** By algorithm, only those asked for. */
  readonly sums: Readonly<Partial<Record<DigestAlgorithm, Buffer>>>;
}

interface PayloadOptions extends SendOptions {
  readonly contentType: string;
  /** `sha256` is signed; without it the payload is unsigned. */
  readonly sums: readonly DigestAlgorithm[];
  readonly digests: Digests;
}

/** Reads the range for its checksums, before any of it is sent. */
export async function filePayload(source: Source, range: ByteRange, options: PayloadOptions): Promise<FilePayload> {
  const { contentType, signal, digests } = options;
  let body: () => Body | Promise<Body>;
  let digest: (algorithm: DigestAlgorithm) => Promise<Buffer>;
  if (range.end - range.start <= bufferLimit) {
    const bytes = await rangeBytes(source, range, signal);
    digest = (algorithm) => Promise.resolve(digestOf(bytes, algorithm));
    const read = memorySource(source, bytes);
    body = () => rangeBody(read, wholeOf(read), contentType, new Outflow(options));
  } else {
    digest = (algorithm) => digests.digest(source, range, algorithm, signal);
    body = () => rangeBody(source, range, contentType, new Outflow(options));
  }
  const sums = Object.fromEntries(
    await Promise.all(options.sums.map(async (algorithm) => [algorithm, await digest(algorithm)] as const)),
  );
  return { sha256: sums['sha256']?.toString('hex') ?? 'UNSIGNED-PAYLOAD', sums, body };
}

/** The checksum of bytes in memory. */
export function digestOf(bytes: Buffer, algorithm: DigestAlgorithm): Buffer {
  const sum = startSum(algorithm);
  sum.update(bytes);
  return sum.digest();
}
