import * as v from 'valibot';
import type { ByteRange, PlannedFile } from '../../../core/model.ts';
import type { SendOptions, Uploaded } from '../../../core/ports.ts';
import { partSizeFor } from '../../../core/transfer/parts.ts';
import { Problem } from '../../../core/problem.ts';
import type {
  BegunSession,
  HeldPart,
  PartLimits,
  SentPart,
  SessionProtocol,
  SessionState,
} from '../../../core/transfer/sessionPort.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Digests } from '../../files/digest.ts';
import type { Answer } from '../../http/answer.ts';
import { bufferBody } from '../../http/body.ts';
import type { ChecksumSupport } from './checksumSupport.ts';
import type { BucketObjects } from './bucketObjects.ts';
import type { FileValues } from '../fileValues.ts';
import { bareETag, multipartCrc32, multipartETag, type Integrity, type PartReceipt } from './integrity.ts';
import { abortUpload, LostUploads, uploadIdIn } from './lostUploads.ts';
import { elementsOf, escapeXml, readXml, textOf, type Element } from './s3Answer.ts';
import { digestOf, filePayload } from './payload.ts';
import type { S3Client } from './s3Client.ts';

export interface MultipartSessionOptions {
  /** Its key in the settings. */
  readonly destination: string;
  readonly client: S3Client;
  readonly objects: BucketObjects;
  readonly values: FileValues;
  readonly integrity: Integrity;
  readonly digests: Digests;
  readonly checksums: ChecksumSupport;
  /** In bytes. */
  readonly partSize: number;
}

const mostParts = 10_000;
const mostAborts = 3;

const stateSchema = v.object({
  key: v.string(),
  uploadId: v.string(),
  /** In bytes. */
  partSize: v.number(),
  /** Milliseconds since 1970: what dates in the link are of. */
  begun: v.number(),
  /** Whether the server keeps a CRC-32 of each part. */
  checksums: v.boolean(),
});
type UploadState = v.InferOutput<typeof stateSchema>;

const receiptSchema = v.object({ etag: v.string(), crc32: v.exactOptional(v.string()) });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
export class MultipartSession implements SessionProtocol {
  readonly from: number;
  readonly limits: PartLimits;
  readonly #options: MultipartSessionOptions;
  readonly #lost: LostUploads;

  constructor(options: MultipartSessionOptions) {
    const { partSize } = options;
    this.#options = options;
    this.from = partSize + 1;
    this.limits = { partSize, maxParts: mostParts, maxPartSize: 5 * 1024 ** 3, parallel: 4 };
    this.#lost = new LostUploads(options.client);
  }

  begin(file: PlannedFile, { signal }: SendOptions): Promise<BegunSession> {
    return this.#options.checksums.attempt(() => this.#begin(file, signal));
  }

  async #begin(file: PlannedFile, signal: AbortSignal): Promise<BegunSession> {
    const { client, objects, values, checksums, destination } = this.#options;
    const of = values.of(file.source);
    const key = await objects.keyOf(file, of, signal);
    const headers = {
      ...(await objects.headersOf(file, of, signal)),
      ...(checksums.isGiven ? { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'COMPOSITE' } : {}),
    };
    await this.#lost.sweep(key, undefined, signal);
    const request = { method: 'POST', query: { uploads: '' }, headers, file: file.source.path } as const;
    const answer = await this.#lost.begin(key, request, signal);
    const uploadId = await uploadIdIn(answer);
    if (uploadId === undefined) throw client.invalid(answer, 'it tells no UploadId');
    const state: UploadState = {
      key,
      uploadId,
      partSize: partSizeFor(file, this.limits, destination),
      begun: of.now.getTime(),
      checksums: checksums.isGiven && answer.headers['x-amz-checksum-algorithm']?.toUpperCase() === 'CRC32',
    };
    return { state, held: [] };
  }

  async held(state: SessionState, file: PlannedFile, signal: AbortSignal): Promise<readonly HeldPart[] | undefined> {
    const { client } = this.#options;
    const { key, uploadId, partSize } = readState(state);
    const held = new Map<number, HeldPart>();
    for (let marker = 0; ;) {
      const query = { uploadId, 'max-parts': '1000', ...(marker > 0 ? { 'part-number-marker': String(marker) } : {}) };
      let answer: Answer;
      try {
        answer = await client.request({ method: 'GET', key, query, permission: 's3:ListMultipartUploadParts' }, signal);
      } catch (error) {
        if (isForgotten(error)) return this.#heldByObject(key, file, partSize, signal);
        throw error;
      }
      const listing = await readXml(answer.text, 'ListPartsResult');
      if (listing === undefined) throw client.invalid(answer, 'it is no list of parts');
      for (const part of elementsOf(listing, 'Part')) {
        const heldPart = partIn(part, partSize, file.source.size);
        if (heldPart) held.set(heldPart.start, heldPart);
      }
      if (textOf(listing, 'IsTruncated') !== 'true') return [...held.values()];
      const next = Number(textOf(listing, 'NextPartNumberMarker'));
      if (!(next > marker && next <= mostParts)) throw client.invalid(answer, 'its list of parts does not go on');
      marker = next;
    }
  }

  /**
   * All of the file, when it is what lies at the key: a run that was killed had completed the upload, which is forgotten
   * then, and did not come to note that.
   */
  async #heldByObject(
    key: string,
    file: PlannedFile,
    partSize: number,
    signal: AbortSignal,
  ): Promise<readonly HeldPart[] | undefined> {
    const { objects, digests } = this.#options;
    const { source } = file;
    let headers: Answer['headers'];
    try {
      ({ headers } = await objects.head(file, key, signal));
    } catch (error) {
      // 403: it may not be looked at.
      const isUnknown = error instanceof TransferError && [403, 404].includes(error.failure.status ?? 0);
      if (isUnknown) return undefined;
      throw error;
    }
    const etag = bareETag(headers['etag'] ?? '').toLowerCase();
    const isOfParts = etag.endsWith(`-${Math.ceil(source.size / partSize)}`);
    if (!isOfParts || headers['content-length'] !== String(source.size)) return undefined;
    const held: (HeldPart & { readonly receipt: { readonly etag: string } })[] = [];
    for (let start = 0; start < source.size; start += partSize) {
      const part = { start, end: Math.min(start + partSize, source.size) };
      const md5 = await digests.digest(source, part, 'md5', signal);
      held.push({ ...part, receipt: { etag: md5.toString('hex') } });
    }
    return multipartETag(held.map(({ receipt }) => receipt)) === etag ? held : undefined;
  }

  async send(state: SessionState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart> {
    const { client, integrity, digests } = this.#options;
    const { key, uploadId, partSize, checksums } = readState(state);
    const payload = await filePayload(file.source, part, {
      ...options,
      contentType: 'application/octet-stream',
      // A server that keeps no checksums compares the payload with its signature at least.
      sums: [checksums ? 'crc32' : 'sha256'],
      digests,
    });
    const crc32 = payload.sums.crc32?.toString('base64');
    const answer = await client.request(
      {
        method: 'PUT',
        key,
        query: { partNumber: String(part.start / partSize + 1), uploadId },
        ...(crc32 === undefined ? {} : { headers: { 'x-amz-checksum-crc32': crc32 } }),
        payload,
        file: file.source.path,
      },
      options.signal,
    );
    integrity.compareChecksums(answer, payload, file);
    const etag = answer.headers['etag'];
    if (etag === undefined) throw client.invalid(answer, 'it tells no ETag of a part');
    return { held: { ...part, receipt: { etag, ...(crc32 === undefined ? {} : { crc32 }) } } };
  }

  async finish(
    state: SessionState,
    file: PlannedFile,
    held: readonly HeldPart[],
    signal: AbortSignal,
  ): Promise<Uploaded> {
    const { objects } = this.#options;
    const { key, uploadId, begun } = readState(state);
    const receipts = held.map(({ receipt }) => v.parse(receiptSchema, receipt));
    const etag = await this.#complete(key, uploadId, file, receipts, signal);
    await this.#lost.sweep(key, uploadId, signal);
    this.#lost.forget(key);
    return objects.uploaded(file, { key, etag }, new Date(begun), signal);
  }

  /**
   * CompleteMultipartUpload; when an earlier answer to it was lost, what is there says whether it succeeded.
   *
   * @returns the ETag of the whole.
   */
  async #complete(
    key: string,
    uploadId: string,
    file: PlannedFile,
    receipts: readonly PartReceipt[],
    signal: AbortSignal,
  ): Promise<string> {
    const { client, integrity, objects } = this.#options;
    const body = Buffer.from(completionOf(receipts));
    const payload = {
      sha256: digestOf(body, 'sha256').toString('hex'),
      body: () => Promise.resolve(bufferBody('application/xml', body)),
    };
    let answer: Answer;
    try {
      answer = await client.request(
        { method: 'POST', key, query: { uploadId }, payload, file: file.source.path },
        signal,
      );
    } catch (error) {
      if (!isForgotten(error)) throw error;
      const etag = await this.#etagThere(key, file, receipts, signal);
      if (etag !== undefined) return etag;
      throw new TransferError(error.problem, { status: 404, sent: 'something' }, { cause: error });
    }
    const result = await readXml(answer.text, 'CompleteMultipartUploadResult');
    const etag = textOf(result, 'ETag');
    if (etag === undefined) throw client.invalid(answer, 'it does not tell the ETag of the whole');
    const checksum = textOf(result, 'ChecksumCRC32');
    const expected = multipartCrc32(receipts);
    if (checksum?.includes('-') && expected !== undefined && checksum !== expected) {
      throw integrity.differs(file, 'its checksum (CRC-32) is another');
    }
    if (!integrity.compareETag(etag, multipartETag(receipts), answer, file)) {
      await objects.requireSize(file, key, signal);
    }
    return etag;
  }

  /** The ETag of what is at the key, when it is the one of these parts. */
  async #etagThere(
    key: string,
    file: PlannedFile,
    receipts: readonly PartReceipt[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const expected = multipartETag(receipts);
    if (expected === undefined) return undefined;
    try {
      const { headers } = await this.#options.objects.head(file, key, signal);
      const etag = bareETag(headers['etag'] ?? '').toLowerCase();
      return etag === expected ? etag : undefined;
    } catch (error) {
      if (error instanceof TransferError && error.failure.status === 404) return undefined;
      throw error;
    }
  }

  async abandon(state: SessionState, signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    const { key, uploadId } = readState(state);
    try {
      // A part that was still being taken may be kept after all, so that it takes more than one request to be rid of it.
      for (let tries = 0; tries < mostAborts; tries++) {
        await abortUpload(client, key, uploadId, signal);
        await client.request({ method: 'GET', key, query: { uploadId, 'max-parts': '1' } }, signal);
      }
    } catch (error) {
      if (!isForgotten(error)) throw error;
    } finally {
      await this.#lost.sweep(key, uploadId, signal);
      this.#lost.forget(key);
    }
  }
}

function readState(state: SessionState): UploadState {
  const result = v.safeParse(stateSchema, state);
  if (result.success) return result.output;
  throw new Problem('internal', { reason: 'the state of an upload is not one of S3' });
}

function isForgotten(error: unknown): error is TransferError {
  return error instanceof TransferError && error.problem.code === 'uploadForgotten';
}

/** A part of a list, if it is one of the file: a whole one. Any other is sent again. */
function partIn(part: Element, partSize: number, size: number): HeldPart | undefined {
  const number = Number(textOf(part, 'PartNumber'));
  const start = (number - 1) * partSize;
  const end = Math.min(start + partSize, size);
  const etag = textOf(part, 'ETag');
  const crc32 = textOf(part, 'ChecksumCRC32');
  const isWhole = Number.isInteger(number) && number >= 1 && Number(textOf(part, 'Size')) === end - start;
  if (!isWhole || start >= size || etag === undefined) return undefined;
  return { start, end, receipt: { etag, ...(crc32 === undefined ? {} : { crc32 }) } };
}

function completionOf(receipts: readonly PartReceipt[]): string {
  const parts = receipts.map(({ etag, crc32 }, index) => {
    const checksum = crc32 === undefined ? '' : `<ChecksumCRC32>${escapeXml(crc32)}</ChecksumCRC32>`;
    return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag>${checksum}</Part>`;
  });
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<CompleteMultipartUpload xmlns="${namespace}">${parts.join('')}</CompleteMultipartUpload>`;
}
