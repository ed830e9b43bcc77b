import { systemClock } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/formatDuration.ts';
import { describe } from '../../../core/messages.ts';
import type { PlannedFile, Source } from '../../../core/model.ts';
import type { Uploaded } from '../../../core/ports.ts';
import { Problem } from '../../../core/problem.ts';
import type { S3Link, S3Profile, Verification } from '../../../core/profile.ts';
import { safeName } from '../../../core/safeName.ts';
import { Patience, persist } from '../../../core/transfer/retry.ts';
import { TransferError } from '../../../core/transfer/transferError.ts';
import { expandHeader, expandName, expandPath, expandUrl, type TemplateValues } from '../../../core/expandTemplate.ts';
import type { Answer } from '../../http/answer.ts';
import type { Digests } from '../../files/digest.ts';
import { compareStored, type Stored } from '../compareStored.ts';
import type { FileValues } from '../fileValues.ts';
import type { BucketAddress } from './bucketAddress.ts';
import { bareETag } from './integrity.ts';
import type { PresignedLink, S3Client } from './s3Client.ts';

export interface BucketObjectsOptions {
  /** The destination's key in the settings. */
  readonly name: string;
  readonly profile: S3Profile;
  readonly address: BucketAddress;
  readonly client: S3Client;
  readonly values: FileValues;
}

/** What credentials need to look at an object, or to read it. */
const readObject = 's3:GetObject';

/** How often it is tried to look at an object whose upload has succeeded. */
const mostLooks = 3;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html, in bytes of UTF-8. */
const longestKey = 1024;

/** Where a file is now. */
export interface PlacedObject {
  readonly key: string;
  readonly etag: string;
  /** What could not be compared of it: sentences for a person. */
  readonly warnings: readonly string[];
}

/** What files become in the bucket: their keys, what is kept with them, and the links to them. */
export class BucketObjects {
  readonly #options: BucketObjectsOptions;
  /** Whose file got each key last. */
  readonly #lastAt = new Map<string, Source>();
  /** By `Source.id`, until they are checked: only where the profile wants that. */
  readonly #placed = new Map<string, PlacedObject>();

  constructor(options: BucketObjectsOptions) {
    this.#options = options;
  }

  /** The name that is sent, of which the key is made. @throws Problem `keyTooLong`, and those of the templates. */
  async nameFor(source: Source, signal: AbortSignal): Promise<string> {
    const { profile, values } = this.#options;
    const { fileName } = profile;
    const of = values.of(source);
    const name = fileName === undefined ? source.name : await expandName(fileName, of, signal);
    // Whether it fits is known before anything is read: a checksum has 64 letters, whichever it is.
    await this.keyOf(
      { source, name: safeName(name) },
      { ...of, sha256: () => Promise.resolve('0'.repeat(64)) },
      signal,
    );
    return name;
  }

  /** @throws Problem `keyTooLong`, and those of the templates. */
  async keyOf(
    file: Pick<PlannedFile, 'source' | 'name'>,
    values: TemplateValues,
    signal: AbortSignal,
  ): Promise<string> {
    const { name: destination, profile } = this.#options;
    const key = await expandPath(profile.key ?? '${file}', { ...values, name: file.name }, signal);
    const bytes = Buffer.byteLength(key);
    if (bytes <= longestKey) return key;
    throw new Problem('keyTooLong', { file: file.source.path, bytes, most: longestKey, destination });
  }

  /** What is kept with the object, as headers of the request that creates it. */
  async headersOf(
    { mediaType, name }: PlannedFile,
    of: TemplateValues,
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    const { profile } = this.#options;
    const values = { ...of, name };
    const headers: Record<string, string> = { 'content-type': mediaType };
    const templates = { 'content-type': profile.contentType, 'cache-control': profile.cacheControl };
    for (const [header, template] of Object.entries(templates)) {
      if (template !== undefined) headers[header] = await expandHeader(header, template, values, signal);
    }
    const plain = {
      'x-amz-acl': profile.acl,
      'x-amz-storage-class': profile.storageClass,
      'x-amz-server-side-encryption': profile.serverSideEncryption,
      'x-amz-server-side-encryption-aws-kms-key-id': profile.kmsKeyId,
    };
    for (const [header, value] of Object.entries(plain)) if (value !== undefined) headers[header] = value;
    for (const [key, template] of Object.entries(profile.metadata ?? {})) {
      const header = `x-amz-meta-${key.toLowerCase()}`;
      headers[header] = await expandHeader(header, template, values, signal);
    }
    return headers;
  }

  /** What is told of a file that is there now. @param begun what dates in the link are of. */
  async uploaded(file: PlannedFile, placed: PlacedObject, begun: Date, signal: AbortSignal): Promise<Uploaded> {
    const { name: destination } = this.#options;
    const { key } = placed;
    if (this.#options.profile.verify !== undefined) this.#placed.set(file.source.id, placed);
    const before = this.#lastAt.get(key);
    this.#lastAt.set(key, file.source);
    const { url, warnings } = await this.#linkTo(file, key, begun, signal);
    const isOther = before !== undefined && before.id !== file.source.id;
    const replaced = isOther ? [describe('objectReplaced', { file: before.path, destination })] : [];
    const told = [...placed.warnings, ...replaced, ...warnings];
    return { url, ...(told.length > 0 && { warnings: told }) };
  }

  /**
   * Compares what is there with the file.
   *
   * @throws Problem `contentDiffers`, and as `Destination.verify`.
   */
  async compare(file: PlannedFile, how: Verification, digests: Digests, signal: AbortSignal): Promise<void> {
    const { client, address } = this.#options;
    const placed = this.#placed.get(file.source.id);
    if (placed === undefined)
      throw new Problem('internal', { reason: 'a file that was not uploaded is to be checked' });
    const { key, etag } = placed;
    const { host } = address;
    const ask: Stored['ask'] = async (method, onData) => {
      const request = { method, key, permission: readObject, file: file.source.path, ...(onData && { onData }) };
      const answer = await client.request(request, signal);
      const told = answer.headers['etag'];
      if (told === undefined || bareETag(told) === bareETag(etag)) return answer;
      throw new Problem('contentDiffers', { file: file.source.path, host, what: 'another object has taken its place' });
    };
    await compareStored(file, { how, host, digests, ask }, signal);
    this.#placed.delete(file.source.id);
  }

  /** @throws as `Destination.send`. */
  head(file: PlannedFile, key: string, signal: AbortSignal): Promise<Answer> {
    return this.#options.client.request(
      { method: 'HEAD', key, permission: readObject, file: file.source.path },
      signal,
    );
  }

  /**
   * What can be compared where a server tells no checksum that is known. It has compared what came with the signature or
   * the CRC-32 by then, and confirmed the upload: that it can't be looked at makes no failure.
   *
   * @returns sentences for a person.
   * @throws Problem `contentDiffers`; AbortError.
   */
  async compareSize(file: PlannedFile, key: string, signal: AbortSignal): Promise<readonly string[]> {
    const attempt = () => this.head(file, key, signal).catch((error: unknown) => Promise.reject(mayAppear(error)));
    const looks = { clock: systemClock, random: Math.random, retries: mostLooks - 1, idempotent: true, signal };
    let size: string | undefined;
    try {
      size = (await persist(attempt, new Patience(looks))).headers['content-length'];
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      return [this.#sizeUnknown(error)];
    }
    if (size === String(file.source.size)) return [];
    throw new Problem('contentDiffers', {
      file: file.source.path,
      host: this.#options.address.host,
      what: 'its size is another',
    });
  }

  #sizeUnknown({ failure, problem }: TransferError): string {
    const { address, name: destination } = this.#options;
    switch (failure.status) {
      case 403:
        return describe('sizeNotAllowed', { destination, permission: readObject });
      case 404:
        return describe('objectNotSeen', { host: address.host });
      default:
        return describe('sizeNotSeen', { reason: problem.event });
    }
  }

  async #linkTo(file: PlannedFile, key: string, begun: Date, signal: AbortSignal): Promise<Link> {
    const { address, client, values, profile, name } = this.#options;
    const link = profile.link ?? usualLink(profile);
    if ('presigned' in link) {
      const wanted = Math.round(link.presigned * 3600);
      const presigned = await client.presign(key, wanted, signal);
      return { url: presigned.url, warnings: endingsOf(presigned, wanted, name) };
    }
    if ('public' in link) return { url: address.urlOf(key).href, warnings: [] };
    const of = { ...values.of(file.source), name: file.name, now: begun };
    return { url: new URL(await expandUrl(link.template, of, signal)).href, warnings: [] };
  }
}

/** A server that confirmed an object may take a moment to show it. */
function mayAppear(error: unknown): Error {
  if (error instanceof TransferError && error.failure.status === 404) {
    return new TransferError(error.problem, { ...error.failure, passes: true }, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

type Link = Required<Pick<Uploaded, 'url' | 'warnings'>>;

/** What is to be told of a link that ends before the profile says. */
function endingsOf({ seconds, mayEndSooner }: PresignedLink, wanted: number, destination: string): readonly string[] {
  const details = { wanted: formatDuration(wanted), destination };
  if (mayEndSooner) return [describe('linkMayEndSooner', details)];
  return seconds < wanted ? [describe('linkEndsSooner', { ...details, lasts: formatDuration(seconds) })] : [];
}

function usualLink({ acl }: S3Profile): S3Link {
  return acl?.startsWith('public-read') ? { public: true } : { presigned: 24 };
}
