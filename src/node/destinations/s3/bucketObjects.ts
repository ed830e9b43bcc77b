import { expandHeader, expandName, expandPath, type TemplateValues } from '../../../core/profile/expandTemplate.ts';
import { describe } from '../../../core/messages.ts';
import type { PlannedFile, Source } from '../../../core/model.ts';
import type { Uploaded } from '../../../core/ports.ts';
import { Problem } from '../../../core/problem.ts';
import type { Verification } from '../../../core/profile/profile.ts';
import { safeName } from '../../../core/safeName.ts';
import type { Digests } from '../../files/digest.ts';
import type { Bucket } from './bucket.ts';
import { linkTo, spelledLink } from './objectLink.ts';
import type { PlacedObject, StoredObjects } from './storedObjects.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html, in bytes of UTF-8. */
const longestKey = 1024;

/** What files become in the bucket: their keys, what is kept with them, and the links to them. */
export class BucketObjects {
  readonly #bucket: Bucket;
  readonly #stored: StoredObjects;
  /** Whose file got each key last. */
  readonly #lastAt = new Map<string, Source>();
  /** By `Source.id`, until they are checked: only where the profile wants that. */
  readonly #placed = new Map<string, PlacedObject>();

  constructor(bucket: Bucket, stored: StoredObjects) {
    this.#bucket = bucket;
    this.#stored = stored;
  }

  /** The name that is sent, of which the key is made. @throws Problem `keyTooLong`, and those of the templates. */
  async nameFor(source: Source, signal: AbortSignal): Promise<string> {
    const { profile, values } = this.#bucket;
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
    const { name: destination, profile } = this.#bucket;
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
    const { profile } = this.#bucket;
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

  /**
   * The link that the profile spells out; undefined where the bucket gives one. It is settled before the file is there:
   * what is missing for it fails an upload, and what it holds of the environment may be another when that goes on.
   *
   * @throws Problem of the template.
   */
  linkOf(file: PlannedFile, of: TemplateValues, signal: AbortSignal): Promise<string | undefined> {
    return spelledLink(file, of, this.#bucket.profile, signal);
  }

  /** What is told of a file that is there now. @param link as `linkOf` told it. */
  async uploaded(
    file: PlannedFile,
    placed: PlacedObject,
    link: string | undefined,
    signal: AbortSignal,
  ): Promise<Uploaded> {
    const { name: destination } = this.#bucket;
    const { key } = placed;
    if (this.#bucket.profile.verify !== undefined) this.#placed.set(file.source.id, placed);
    const before = this.#lastAt.get(key);
    this.#lastAt.set(key, file.source);
    const { url, warnings } =
      link === undefined ? await linkTo(key, this.#bucket, signal) : { url: link, warnings: [] };
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
    const placed = this.#placed.get(file.source.id);
    if (placed === undefined)
      throw new Problem('internal', { reason: 'a file that was not uploaded is to be checked' });
    await this.#stored.compare(file, placed, how, digests, signal);
    this.#placed.delete(file.source.id);
  }
}
