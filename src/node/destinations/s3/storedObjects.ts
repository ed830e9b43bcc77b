import { systemClock } from '../../../core/clock.ts';
import { describe } from '../../../core/messages.ts';
import type { PlannedFile } from '../../../core/model.ts';
import { Problem } from '../../../core/problem.ts';
import type { Verification } from '../../../core/profile/profile.ts';
import { Patience, persist } from '../../../core/transfer/retry.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import type { Digests } from '../../files/digest.ts';
import type { Answer } from '../../http/answer.ts';
import { compareStored, sizeOf, type Stored } from '../compareStored.ts';
import type { Bucket } from './bucket.ts';
import { bareETag } from './integrity.ts';

/** What credentials need to look at an object, or to read it. */
const readObject = 's3:GetObject';

/** How often it is tried to look at an object whose upload has succeeded. */
const mostLooks = 3;

/** Where a file is now. */
export interface PlacedObject {
  readonly key: string;
  readonly etag: string;
  /** What could not be compared of it: sentences for a person. */
  readonly warnings: readonly string[];
}

/** Looks at what is in the bucket, and compares it with files. */
export class StoredObjects {
  readonly #bucket: Pick<Bucket, 'name' | 'address' | 'client'>;

  constructor(bucket: Pick<Bucket, 'name' | 'address' | 'client'>) {
    this.#bucket = bucket;
  }

  /**
   * Compares what is there with the file.
   *
   * @throws Problem `contentDiffers`, and as `Destination.verify`.
   */
  async compare(
    file: PlannedFile,
    { key, etag }: PlacedObject,
    how: Verification,
    digests: Digests,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, address } = this.#bucket;
    const { host } = address;
    const ask: Stored['ask'] = async (method, onData) => {
      const request = { method, key, permission: readObject, file: file.source.path, ...(onData && { onData }) };
      const answer = await client.request(request, signal);
      const told = answer.headers['etag'];
      if (told === undefined || bareETag(told) === bareETag(etag)) return answer;
      throw new Problem('contentDiffers', { file: file.source.path, host, what: 'another object has taken its place' });
    };
    await compareStored(file, { how, host, digests, ask }, signal);
  }

  /** @throws as `Destination.send`. */
  head(file: PlannedFile, key: string, signal: AbortSignal): Promise<Answer> {
    return this.#bucket.client.request({ method: 'HEAD', key, permission: readObject, file: file.source.path }, signal);
  }

  /**
   * What can be compared where a server tells no checksum that is known. It has compared what came with the signature
   * or the CRC-32 by then, and confirmed the upload: that it can't be looked at makes no failure.
   *
   * @returns sentences for a person.
   * @throws Problem `contentDiffers`; AbortError.
   */
  async compareSize(file: PlannedFile, key: string, signal: AbortSignal): Promise<readonly string[]> {
    const attempt = () => this.head(file, key, signal).catch((error: unknown) => Promise.reject(mayAppear(error)));
    const looks = { clock: systemClock, random: Math.random, retries: mostLooks - 1, idempotent: true, signal };
    let size: number | undefined;
    try {
      size = sizeOf(await persist(attempt, new Patience(looks)));
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      return [this.#sizeUnknown(error)];
    }
    if (size === undefined) return [describe('sizeNotSeen', { reason: 'The server does not tell it.' })];
    if (size === file.source.size) return [];
    throw new Problem('contentDiffers', {
      file: file.source.path,
      host: this.#bucket.address.host,
      what: 'its size is another',
    });
  }

  #sizeUnknown({ failure, problem }: TransferError): string {
    const { address, name: destination } = this.#bucket;
    switch (failure.status) {
      case 403:
        return describe('sizeNotAllowed', { destination, permission: readObject });
      case 404:
        return describe('objectNotSeen', { host: address.host });
      default:
        return describe('sizeNotSeen', { reason: problem.event });
    }
  }
}

/** A server that confirmed an object may take a moment to show it. */
function mayAppear(error: unknown): Error {
  if (error instanceof TransferError && error.failure.status === 404) {
    return new TransferError(error.problem, { ...error.failure, passes: true }, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}
