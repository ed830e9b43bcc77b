import { throwIfAborted } from '../../../core/clock.ts';
import { passes } from '../../../core/transfer/retryPolicy.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Answer } from '../../http/answer.ts';
import { elementsOf, readXml, textOf } from './s3Answer.ts';
import type { S3Client, S3Request } from './s3Client.ts';
import { unlessAborted } from './unlessAborted.ts';

/** How long what nobody waits for may take, in milliseconds. */
const settlingTime = 2000;

/** When a request to begin an upload was made that got no answer, in milliseconds since 1970 by the server's clock. */
type MadeAt = number;

/** How often it is looked for what was lost, when the network fails. */
const mostTries = 4;

/** Clocks and roundings of servers, in milliseconds. */
const imprecision = 1500;

/** Uploads that may have been begun by requests that got no answer: nobody knows their ids. */
export class LostUploads {
  readonly #client: S3Client;
  readonly #since = new Map<string, MadeAt>();

  constructor(client: S3Client) {
    this.#client = client;
  }

  /**
   * The answer to a request that begins an upload of this key. When it is cancelled, it ends at once; the answer is
   * waited for a little longer, so that what was begun is thrown away.
   *
   * @throws as `Destination.send`.
   */
  async begin(key: string, request: S3Request, signal: AbortSignal): Promise<Answer> {
    throwIfAborted(signal);
    const madeAt = this.#client.now().getTime();
    const late = new AbortController();
    const answer = this.#client.request({ ...request, key }, late.signal);
    try {
      return await unlessAborted(answer, signal);
    } catch (error) {
      if (signal.aborted) void this.#undo(key, madeAt, answer, late);
      else if (mayHaveBegun(error)) {
        this.#note(key, madeAt);
        await this.sweep(key, undefined, AbortSignal.any([signal, AbortSignal.timeout(settlingTime)]));
      }
      throw error;
    }
  }

  async #undo(key: string, madeAt: MadeAt, answer: Promise<Answer>, late: AbortController): Promise<void> {
    const timer = setTimeout(() => {
      late.abort();
    }, settlingTime);
    try {
      const uploadId = await uploadIdIn(await answer);
      if (uploadId !== undefined) await abortUpload(this.#client, key, uploadId, AbortSignal.timeout(settlingTime));
    } catch {
      this.#note(key, madeAt);
    } finally {
      clearTimeout(timer);
    }
  }

  #note(key: string, madeAt: MadeAt): void {
    this.#since.set(key, Math.min(madeAt, this.#since.get(key) ?? Infinity));
  }

  /**
   * Has the server throw away what was lost: uploads of exactly this key, begun since, that hold nothing. Quiet when the
   * server doesn't list uploads to us.
   *
   * @param ours the id of the one that is under way.
   */
  async sweep(key: string, ours: string | undefined, signal: AbortSignal): Promise<void> {
    const since = this.#since.get(key);
    if (since === undefined) return;
    for (let tries = 0; tries < mostTries && !signal.aborted; tries++) {
      try {
        for (const uploadId of await this.#begunSince(key, since, signal)) {
          if (uploadId !== ours && (await this.#isEmpty(key, uploadId, signal)))
            await abortUpload(this.#client, key, uploadId, signal);
        }
        return;
      } catch (error) {
        // It stays noted, and is looked for again.
        if (!(error instanceof TransferError && passes(error.failure))) return;
      }
    }
  }

  /** None of this key is looked for any more. */
  forget(key: string): void {
    this.#since.delete(key);
  }

  async #begunSince(key: string, since: MadeAt, signal: AbortSignal): Promise<readonly string[]> {
    // The first hundred: those of other keys that begin alike may be many, and are none of ours.
    const query = { uploads: '', prefix: key, 'max-uploads': '100', 'encoding-type': 'url' };
    const answer = await this.#client.request(
      { method: 'GET', query, permission: 's3:ListBucketMultipartUploads' },
      signal,
    );
    const uploads = elementsOf((await readXml(answer.text, 'ListMultipartUploadsResult')) ?? {}, 'Upload');
    return uploads.flatMap((upload) => {
      const uploadId = textOf(upload, 'UploadId');
      const begun = Date.parse(textOf(upload, 'Initiated') ?? '');
      const isIt = decoded(textOf(upload, 'Key')) === key && begun >= since - imprecision;
      return isIt && uploadId !== undefined ? [uploadId] : [];
    });
  }

  async #isEmpty(key: string, uploadId: string, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#client.request({ method: 'GET', key, query: { uploadId, 'max-parts': '1' } }, signal);
    const listing = await readXml(answer.text, 'ListPartsResult');
    return listing !== undefined && elementsOf(listing, 'Part').length === 0;
  }
}

/** Whether the server may have done what was asked of it. */
function mayHaveBegun(error: unknown): boolean {
  if (!(error instanceof TransferError)) return false;
  const { status, sent } = error.failure;
  return sent === 'something' && (status === undefined || status < 400 || (status >= 500 && status !== 501));
}

/** The id that an answer to CreateMultipartUpload tells. */
export async function uploadIdIn({ text }: Answer): Promise<string | undefined> {
  return textOf(await readXml(text, 'InitiateMultipartUploadResult'), 'UploadId');
}

/** @throws as `Destination.send`. */
export async function abortUpload(client: S3Client, key: string, uploadId: string, signal: AbortSignal): Promise<void> {
  await client.request({ method: 'DELETE', key, query: { uploadId }, permission: 's3:AbortMultipartUpload' }, signal);
}

function decoded(key: string | undefined): string | undefined {
  try {
    return key === undefined ? undefined : decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
