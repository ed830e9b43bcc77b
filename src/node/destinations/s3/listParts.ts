import type { HeldPart } from '../../../core/transfer/sessionPort.ts';
import type { Answer } from '../../http/answer.ts';
import type { MultipartState } from './multipartState.ts';
import { elementsOf, readXml, textOf, type Element } from './s3Answer.ts';
import type { S3Client } from './s3Client.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const mostParts = 10_000;

/**
 * The parts of a file that the server has (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html).
 *
 * @param size of the file, in bytes.
 * @throws as `SessionProtocol.held`; TransferError `uploadForgotten`.
 */
export async function listParts(
  client: S3Client,
  upload: MultipartState,
  size: number,
  signal: AbortSignal,
): Promise<readonly HeldPart[]> {
  const held = new Map<number, HeldPart>();
  for (let marker = 0; ;) {
    const { answer, listing } = await listSome(client, upload, { marker, most: 1000 }, signal);
    for (const part of partsIn(listing, upload, size)) held.set(part.start, part);
    if (textOf(listing, 'IsTruncated') !== 'true') return [...held.values()];
    const next = Number(textOf(listing, 'NextPartNumberMarker'));
    if (!(next > marker && next <= mostParts)) throw client.invalid(answer, 'its list of parts does not go on');
    marker = next;
  }
}

/**
 * The part that starts there, if the server has it.
 *
 * @param size of the file, in bytes.
 * @throws as `listParts`.
 */
export async function listPart(
  client: S3Client,
  upload: MultipartState,
  size: number,
  start: number,
  signal: AbortSignal,
): Promise<HeldPart | undefined> {
  const { listing } = await listSome(client, upload, { marker: start / upload.partSize, most: 1 }, signal);
  return partsIn(listing, upload, size).find((part) => part.start === start);
}

/** @param marker the number of the part after which the list begins. */
async function listSome(
  client: S3Client,
  { key, uploadId }: MultipartState,
  { marker, most }: { readonly marker: number; readonly most: number },
  signal: AbortSignal,
): Promise<{ answer: Answer; listing: Element }> {
  const after = marker > 0 ? { 'part-number-marker': String(marker) } : {};
  const query = { uploadId, 'max-parts': String(most), ...after };
  const answer = await client.request({ method: 'GET', key, query, permission: 's3:ListMultipartUploadParts' }, signal);
  const listing = await readXml(answer.text, 'ListPartsResult');
  if (listing === undefined) throw client.foreign(answer, 'it is no list of parts');
  return { answer, listing };
}

/** Whether something else answers than what has the upload. */
export async function isNoList({ text }: Answer): Promise<boolean> {
  return (await readXml(text, 'ListPartsResult')) === undefined;
}

function partsIn(listing: Element, { partSize }: MultipartState, size: number): readonly HeldPart[] {
  return elementsOf(listing, 'Part').flatMap((part) => partIn(part, partSize, size) ?? []);
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
