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
  { key, uploadId, partSize }: MultipartState,
  size: number,
  signal: AbortSignal,
): Promise<readonly HeldPart[]> {
  const held = new Map<number, HeldPart>();
  for (let marker = 0; ;) {
    const query = { uploadId, 'max-parts': '1000', ...(marker > 0 ? { 'part-number-marker': String(marker) } : {}) };
    const answer = await client.request(
      { method: 'GET', key, query, permission: 's3:ListMultipartUploadParts' },
      signal,
    );
    const listing = await readXml(answer.text, 'ListPartsResult');
    if (listing === undefined) throw client.foreign(answer, 'it is no list of parts');
    for (const part of elementsOf(listing, 'Part')) {
      const heldPart = partIn(part, partSize, size);
      if (heldPart) held.set(heldPart.start, heldPart);
    }
    if (textOf(listing, 'IsTruncated') !== 'true') return [...held.values()];
    const next = Number(textOf(listing, 'NextPartNumberMarker'));
    if (!(next > marker && next <= mostParts)) throw client.invalid(answer, 'its list of parts does not go on');
    marker = next;
  }
}

/** Whether something else answers than what has the upload. */
export async function isNoList({ text }: Answer): Promise<boolean> {
  return (await readXml(text, 'ListPartsResult')) === undefined;
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
