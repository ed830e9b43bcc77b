import type { PlannedFile } from '../../../core/model.ts';
import type { HeldPart } from '../../../core/transfer/sessionPort.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Digests } from '../../files/digest.ts';
import type { Answer } from '../../http/answer.ts';
import { bufferBody } from '../../http/body.ts';
import { bareETag, multipartCrc32, multipartETag, type Integrity, type PartReceipt } from './integrity.ts';
import type { MultipartState } from './multipartState.ts';
import { digestOf } from './payload.ts';
import { escapeXml, readXml, textOf } from './s3Answer.ts';
import type { S3Client } from './s3Client.ts';
import { isForgotten } from './s3Refusal.ts';
import type { PlacedObject, StoredObjects } from './storedObjects.ts';

export interface CompletionOptions {
  readonly client: S3Client;
  readonly stored: StoredObjects;
  readonly integrity: Integrity;
  readonly digests: Digests;
}

/** Makes parts one object, and tells whether that was done before by a request whose answer nobody heard. */
export class Completion {
  readonly #options: CompletionOptions;

  constructor(options: CompletionOptions) {
    this.#options = options;
  }

  /**
   * CompleteMultipartUpload; when an earlier answer to it was lost, what is there says whether it succeeded.
   *
   * @returns what it is now.
   */
  async complete(
    { key, uploadId }: MultipartState,
    file: PlannedFile,
    receipts: readonly PartReceipt[],
    signal: AbortSignal,
  ): Promise<Omit<PlacedObject, 'key'>> {
    const { client, integrity, stored } = this.#options;
    const body = Buffer.from(completionOf(receipts));
    const payload = {
      sha256: digestOf(body, 'sha256').toString('hex'),
      body: () => bufferBody('application/xml', body),
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
      if (etag !== undefined) return { etag, warnings: [] };
      throw new TransferError(error.problem, { status: 404, sent: 'something' }, { cause: error });
    }
    const result = await readXml(answer.text, 'CompleteMultipartUploadResult');
    const etag = textOf(result, 'ETag');
    if (etag === undefined) throw client.foreign(answer, 'it does not tell the ETag of the whole');
    const checksum = textOf(result, 'ChecksumCRC32');
    const expected = multipartCrc32(receipts);
    const isSumTold = checksum?.includes('-') === true && expected !== undefined;
    if (isSumTold && checksum !== expected) throw integrity.differs(file, 'its checksum (CRC-32) is another');
    const isKnown = integrity.compareETag(etag, multipartETag(receipts), answer, file) || isSumTold;
    return { etag, warnings: isKnown ? [] : await stored.compareSize(file, key, signal) };
  }

  /**
   * All of the file, when it is what lies at the key: a run that was killed had completed the upload, which is
   * forgotten then, and did not come to note that.
   */
  async heldByObject(
    { key, partSize }: MultipartState,
    file: PlannedFile,
    signal: AbortSignal,
  ): Promise<readonly HeldPart[] | undefined> {
    const { stored, digests } = this.#options;
    const { source } = file;
    let headers: Answer['headers'];
    try {
      ({ headers } = await stored.head(file, key, signal));
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

  /**
   * The ETag of what is at the key, when it is the one of these parts.
   *
   * @throws TransferError `answerMissing` when that cannot be told.
   */
  async #etagThere(
    key: string,
    file: PlannedFile,
    receipts: readonly PartReceipt[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { client, stored } = this.#options;
    let there: string;
    try {
      const { headers } = await stored.head(file, key, signal);
      there = bareETag(headers['etag'] ?? '').toLowerCase();
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      if (error.failure.status === 404) return undefined;
      throw error.failure.status === 403 ? client.forgotten('to look at the file takes s3:GetObject') : error;
    }
    const expected = multipartETag(receipts);
    if (expected === undefined) throw client.forgotten('nothing tells whether what is there is the file');
    return there === expected ? there : undefined;
  }
}

function completionOf(receipts: readonly PartReceipt[]): string {
  const parts = receipts.map(({ etag, crc32 }, index) => {
    const checksum = crc32 === undefined ? '' : `<ChecksumCRC32>${escapeXml(crc32)}</ChecksumCRC32>`;
    return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag>${checksum}</Part>`;
  });
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<CompleteMultipartUpload xmlns="${namespace}">${parts.join('')}</CompleteMultipartUpload>`;
}
