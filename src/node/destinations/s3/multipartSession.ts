import type { ByteRange, PlannedFile } from '../../../core/model.ts';
import type { SendOptions } from '../../../core/ports.ts';
import { Problem } from '../../../core/problem.ts';
import { partSizeFor } from '../../../core/transfer/parts.ts';
import type {
  BegunSession,
  FinishedSession,
  HeldPart,
  PartLimits,
  SentPart,
  SessionProtocol,
  SessionState,
} from '../../../core/transfer/sessionPort.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import type { FileValues } from '../fileValues.ts';
import type { BucketObjects } from './bucketObjects.ts';
import type { ChecksumSupport } from './checksumSupport.ts';
import { Completion, type CompletionOptions } from './completion.ts';
import { isNoList, listPart, listParts, mostParts } from './listParts.ts';
import { abortUpload, LostUploads, uploadIdIn } from './lostUploads.ts';
import { readIntent, readState, receiptsOf, type MultipartIntent, type MultipartState } from './multipartState.ts';
import { filePayload } from './payload.ts';
import { isForgotten } from './s3Refusal.ts';
import { UnansweredParts } from './unansweredParts.ts';

interface MultipartSessionOptions extends CompletionOptions {
  /** Its key in the settings. */
  readonly destination: string;
  readonly objects: BucketObjects;
  readonly values: FileValues;
  readonly checksums: ChecksumSupport;
  /** In bytes. */
  readonly partSize: number;
}

const mostAborts = 3;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
export class MultipartSession implements SessionProtocol {
  readonly from: number;
  readonly limits: PartLimits;
  readonly lastPartEnds = false;
  readonly #options: MultipartSessionOptions;
  readonly #lost: LostUploads;
  readonly #completion: Completion;
  readonly #unanswered = new UnansweredParts();

  constructor(options: MultipartSessionOptions) {
    const { partSize } = options;
    this.#options = options;
    this.from = partSize + 1;
    this.limits = { partSize, maxParts: mostParts, maxPartSize: 5 * 1024 ** 3, parallel: 4 };
    this.#lost = new LostUploads(options.client);
    this.#completion = new Completion(options);
  }

  async intend(file: PlannedFile, signal: AbortSignal): Promise<SessionState> {
    const { objects, values } = this.#options;
    const key = await objects.keyOf(file, values.of(file.source, file.dated), signal);
    const intent: MultipartIntent = { key, since: this.#lost.intend(key) };
    return intent;
  }

  begin(file: PlannedFile, { signal }: SendOptions): Promise<BegunSession> {
    return this.#options.checksums.attempt(() => this.#begin(file, signal));
  }

  async #begin(file: PlannedFile, signal: AbortSignal): Promise<BegunSession> {
    const { client, objects, values, checksums, destination, digests } = this.#options;
    digests.prepare(file.source);
    const of = values.of(file.source, file.dated);
    const key = await objects.keyOf(file, of, signal);
    const link = await objects.linkOf(file, of, signal);
    const headers = {
      ...(await objects.headersOf(file, of, signal)),
      ...(checksums.isGiven ? { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'COMPOSITE' } : {}),
    };
    await this.#lost.sweep(key, signal);
    const request = { method: 'POST', query: { uploads: '' }, headers, file: file.source.path } as const;
    const answer = await this.#lost.begin(key, request, signal);
    const uploadId = await uploadIdIn(answer);
    if (uploadId === undefined) throw client.invalid(answer, 'it tells no UploadId');
    const state: MultipartState = {
      key,
      uploadId,
      partSize: partSizeFor(file, this.limits, destination),
      ...(link !== undefined && { link }),
      checksums: checksums.isGiven && answer.headers['x-amz-checksum-algorithm']?.toUpperCase() === 'CRC32',
    };
    return { state, held: [] };
  }

  async held(state: SessionState, file: PlannedFile, signal: AbortSignal): Promise<readonly HeldPart[] | undefined> {
    const upload = readState(state);
    await this.#unanswered.settled(upload.uploadId, signal);
    try {
      return await listParts(this.#options.client, upload, file.source.size, signal);
    } catch (error) {
      if (isForgotten(error)) return this.#completion.heldByObject(upload, file, signal);
      throw error;
    }
  }

  send(state: SessionState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart> {
    const upload = readState(state);
    const size = part.end - part.start;
    return this.#unanswered.send(upload.uploadId, size, options, (options) =>
      this.#sendPart(upload, file, part, options),
    );
  }

  async #sendPart(upload: MultipartState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart> {
    const { key, uploadId, partSize, checksums } = upload;
    const { client, integrity, digests } = this.#options;
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
    const etag = answer.headers['etag'] ?? (await this.#listedETag(upload, file, part, answer, options.signal));
    return { held: { ...part, receipt: { etag, ...(crc32 === undefined ? {} : { crc32 }) } } };
  }

  /**
   * The ETag of a part that was answered without one.
   *
   * @throws as `SessionProtocol.send`.
   */
  async #listedETag(
    upload: MultipartState,
    file: PlannedFile,
    { start }: ByteRange,
    answer: Answer,
    signal: AbortSignal,
  ): Promise<string> {
    const { client, destination } = this.#options;
    const part = await listPart(client, upload, file.source.size, start, signal);
    const [receipt] = receiptsOf(part ? [part] : []);
    if (receipt) return receipt.etag;
    const problem = new Problem('etagMissing', { host: answer.url.host, destination });
    // Something else may have answered than the service: it is sent again, as what arrives damaged is.
    throw new TransferError(problem, { status: answer.status, sent: 'something', passes: true, isDamaged: true });
  }

  async finish(
    state: SessionState,
    file: PlannedFile,
    held: readonly HeldPart[],
    signal: AbortSignal,
  ): Promise<FinishedSession> {
    const { objects, values } = this.#options;
    const upload = readState(state);
    const { key } = upload;
    const link = upload.link ?? (await objects.linkOf(file, values.of(file.source, file.dated), signal));
    const completed = await this.#completion.complete(upload, file, receiptsOf(held), signal);
    const uploaded = await objects.uploaded(file, { key, ...completed }, link, signal);
    const left = this.#lost.left(key);
    return { ...uploaded, ...(left && { left }) };
  }

  async abandon(state: SessionState, signal: AbortSignal): Promise<void> {
    const intent = readIntent(state);
    if (intent) {
      await this.#lost.abandon(intent, signal);
      return;
    }
    const { client } = this.#options;
    const { key, uploadId } = readState(state);
    await this.#unanswered.settled(uploadId, signal);
    try {
      // A part that was still being taken may be kept after all, so that it takes more than one request to be rid of
      // it.
      for (let tries = 0; tries < mostAborts; tries++) {
        await abortUpload(client, key, uploadId, signal);
        await this.#lookForParts(key, uploadId, signal);
      }
    } catch (error) {
      if (!isForgotten(error)) throw error;
    }
    const left = this.#lost.left(key);
    if (left) await this.#lost.abandon(left, signal);
  }

  /**
   * Whether an upload that was aborted is there yet: quiet if so, and where parts are not listed.
   *
   * @throws as `abandon`; TransferError `uploadForgotten`.
   */
  async #lookForParts(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    try {
      const left = await client.request({ method: 'GET', key, query: { uploadId, 'max-parts': '1' } }, signal);
      if (await isNoList(left)) throw client.foreign(left, 'it is no list of parts');
    } catch (error) {
      if (!isNotListed(error)) throw error;
    }
  }
}

/** Whether the server lists no parts, or not to us. */
function isNotListed(error: unknown): boolean {
  if (!(error instanceof TransferError)) return false;
  return error.problem.code === 'accessDenied' || [405, 501].includes(error.failure.status ?? 0);
}
