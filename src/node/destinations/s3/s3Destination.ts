import { formatLimit } from '../../../core/formatBytes.ts';
import type { PlannedFile } from '../../../core/model.ts';
import type { Destination, RequestPreview, SendOptions, Uploaded } from '../../../core/ports.ts';
import type { S3Profile } from '../../../core/profile/profile.ts';
import { storedBy } from '../../../core/profile/template.ts';
import { partSizeFor } from '../../../core/transfer/parts.ts';
import { wholeOf } from '../../files/wholeSource.ts';
import { settingsDigest } from '../../sessions/settingsDigest.ts';
import { DestinationClient } from '../destinationClient.ts';
import type { DestinationServices } from '../destinationServices.ts';
import { FileValues } from '../fileValues.ts';
import { profileLimits } from '../profileLimits.ts';
import { describeFile, firstOf } from '../requestFiles.ts';
import { keySource } from './accessKeys.ts';
import { bucketAddress } from './bucketAddress.ts';
import { BucketObjects } from './bucketObjects.ts';
import { Integrity } from './integrity.ts';
import { ChecksumSupport } from './checksumSupport.ts';
import { MultipartSession } from './multipartSession.ts';
import { filePayload } from './payload.ts';
import { S3Client } from './s3Client.ts';
import { StoredObjects } from './storedObjects.ts';

/** In bytes. */
const defaultPartSize = 16 * 1024 ** 2;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html, in bytes. */
const largestObject = 5 * 1024 ** 4;

/** A bucket of Amazon S3, or of what speaks its protocol. */
export function s3Destination(name: string, profile: S3Profile, services: DestinationServices): Destination {
  const { timeout, tls, partSize = defaultPartSize, maxSize = largestObject, verify: how } = profile;
  const { digests, mask } = services;
  const address = bucketAddress(profile);
  const values = new FileValues(name, address.origin, services);
  const http = new DestinationClient({ timeout, tls, origin: address.url.origin }, values, services);
  const { region } = address;
  const keys = keySource(profile.credentials, { destination: name, region, values, mask, http });
  const client = new S3Client({ destination: name, address, keys, http });
  const bucket = { name, profile, address, client, values };
  const stored = new StoredObjects(bucket);
  const objects = new BucketObjects(bucket, stored);
  const integrity = new Integrity(address.host);
  const checksums = new ChecksumSupport(address.url.protocol === 'https:');
  const session = new MultipartSession({
    client,
    objects,
    stored,
    values,
    integrity,
    digests,
    checksums,
    partSize,
    destination: name,
  });

  /** PutObject. */
  async function put(file: PlannedFile, options: SendOptions): Promise<Uploaded> {
    const { signal } = options;
    const { source } = file;
    const of = values.of(source, file.dated);
    const key = await objects.keyOf(file, of, signal);
    const headers = await objects.headersOf(file, of, signal);
    const link = await objects.linkOf(file, of, signal);
    const contentType = headers['content-type'] ?? file.mediaType;
    const payload = await filePayload(source, wholeOf(source), {
      ...options,
      contentType,
      sums: [checksums.isGiven ? 'crc32' : 'sha256', 'md5'],
      digests,
    });
    const crc32 = payload.sums.crc32?.toString('base64');
    if (crc32 !== undefined) headers['x-amz-checksum-crc32'] = crc32;
    const answer = await client.request({ method: 'PUT', key, headers, payload, file: source.path }, signal);
    const isSumTold = integrity.compareChecksums(answer, payload, file);
    const etag = answer.headers['etag'];
    if (etag === undefined) throw client.invalid(answer, 'it tells no ETag');
    const isKnown = integrity.compareETag(etag, payload.sums.md5?.toString('hex'), answer, file) || isSumTold;
    const warnings = isKnown ? [] : await stored.compareSize(file, key, signal);
    return objects.uploaded(file, { key, etag, warnings }, link, signal);
  }

  async function preview(files: readonly PlannedFile[], signal: AbortSignal): Promise<RequestPreview> {
    const file = firstOf(files);
    const of = values.masked(file.source);
    const isMultipart = file.source.size >= session.from;
    const parts = () => `, by PUT in parts of ${formatLimit(partSizeFor(file, session.limits, name))}`;
    const url = address.urlOf(await objects.keyOf(file, of, signal));
    if (isMultipart) url.search = 'uploads=';
    const headers = { ...(await objects.headersOf(file, of, signal)), authorization: 'AWS4-HMAC-SHA256' };
    return {
      method: isMultipart ? 'POST' : 'PUT',
      url: mask.mask(url.href),
      headers: mask.maskHeaders(headers),
      body: [describeFile(file) + (isMultipart ? parts() : '')],
    };
  }

  const { key = '${file}', fileName = '', ...kept } = profile;
  const by = storedBy(key);
  return {
    name,
    host: address.host,
    target: address.url.href,
    begunWith: settingsDigest(JSON.stringify([key, fileName, ...keptWith(kept)])),
    dated: values.dated,
    limits: {
      filesPerRequest: 1,
      ...(by === undefined ? {} : { storesBy: by }),
      ...profileLimits(profile),
      maxSize: Math.min(maxSize, largestObject),
    },
    retries: profile.retries,
    idempotent: true,
    nameFor: (source, signal) => objects.nameFor(source, signal),
    preview,
    send: async (files, options) => [await checksums.attempt(() => put(firstOf(files), options))],
    session,
    ...(how === undefined ? {} : { verify: (_, file, signal) => objects.compare(file, how, digests, signal) }),
  };
}

/** What is kept with an object from the beginning of its upload. */
function keptWith(profile: Partial<S3Profile>): readonly unknown[] {
  const { storageClass, acl, cacheControl, contentType, metadata, serverSideEncryption, kmsKeyId } = profile;
  return [storageClass, acl, cacheControl, contentType, metadata, serverSideEncryption, kmsKeyId];
}
