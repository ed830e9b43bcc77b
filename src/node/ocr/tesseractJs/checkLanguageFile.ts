import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from '../../../core/problem.ts';
import { fileProblem } from '../../files/fileProblem.ts';

/** In bytes, unpacked: the largest of tessdata_best has 50 million. */
const largestData = 200_000_000;
/** More parts than Tesseract knows (tessdatamanager.h, kMaxNumTessdataEntries). */
const mostParts = 1000;
/** Place of the network among the parts (tessdatamanager.h, TESSDATA_LSTM). */
const networkPart = 17;

/**
 * Looks whether a person's own `LANGUAGE.traineddata.gz` is whole and holds what Tesseract reads with.
 *
 * @throws Problem `languageFileUnusable`, `fileUnreadable`, `fileNotFound`; the signal's reason.
 */
export async function checkLanguageFile(file: string, signal: AbortSignal): Promise<void> {
  const packed = await readFile(file, { signal }).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw fileProblem(file, thrown);
  });
  const data = await promisify(gunzip)(packed, { maxOutputLength: largestData }).catch((cause: unknown) => {
    throw new Problem('languageFileUnusable', { file, reason: 'it is no gzip file, or not all of one' }, { cause });
  });
  const reason = faultOf(data);
  if (reason !== undefined) throw new Problem('languageFileUnusable', { file, reason });
}

/** Of a traineddata: the number of its parts (int32), then where each begins (int64; -1: it is not there). */
function faultOf(data: Buffer): string | undefined {
  const parts = data.length < 4 ? 0 : data.readInt32LE(0);
  const contents = 4 + parts * 8;
  if (parts < 1 || parts > mostParts || data.length < contents) return 'it holds no traineddata';
  const starts = Array.from({ length: parts }, (_, part) => Number(data.readBigInt64LE(4 + part * 8)));
  if (starts.some((start) => start !== -1 && (start < contents || start > data.length))) {
    return 'a part of its traineddata is missing';
  }
  return (starts[networkPart] ?? -1) === -1 ? 'its traineddata is without the network that reads (LSTM)' : undefined;
}
