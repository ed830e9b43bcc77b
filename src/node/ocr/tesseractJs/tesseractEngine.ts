import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import startCore from 'tesseract.js-core';
import type { Page } from '../../../core/reading/reading.ts';
import type { ReadProgress } from '../../../core/ports.ts';
import { anyWayUp } from '../anyWayUp.ts';
import type { Decoded } from '../decodeImage.ts';
import { portablePixmap } from '../portablePixmap.ts';
import type { Raster } from '../sampleRegion.ts';
import { tsvLines } from '../tsvLines.ts';

/** OEM_LSTM_ONLY of Tesseract's API. */
const lstmOnly = 1;
/** PSM_SINGLE_BLOCK: the best for receipts of those tried. */
const singleBlock = '6';

/** Init says so of data in which there is no network, and yet that it worked: it would read nothing. */
const noNetwork = 'Error: LSTM requested, but not present';

/** Tesseract in WebAssembly, ready to read. */
export type TesseractEngine = (picture: Decoded, onProgress: ReadProgress) => Promise<Page>;

/**
 * Starts it in this thread, which it keeps busy.
 *
 * @param wasm path of its WebAssembly.
 * @param languageFiles paths of `LANGUAGE.traineddata.gz`.
 * @throws Error with its last words.
 */
export async function startTesseract(wasm: string, languageFiles: readonly string[]): Promise<TesseractEngine> {
  let report: ReadProgress = () => undefined;
  const words: string[] = [];
  const core = await startCore({
    wasmBinary: await readFile(wasm),
    print: () => undefined,
    printErr: (text) => words.push(text),
    TesseractProgress: (percent) => report(Math.max(0, (percent - 30) / 70)),
  });
  const check = (status: number) => {
    if (status !== 0) throw new Error(words.at(-1));
  };
  for (const file of languageFiles) core.FS.writeFile(basename(file, '.gz'), await unpacked(file));
  const api = new core.TessBaseAPI();
  check(api.Init(null, languageFiles.map((file) => basename(file, '.traineddata.gz')).join('+'), lstmOnly));
  const fault = words.find((text) => text.startsWith(noNetwork));
  if (fault !== undefined) throw new Error(fault);
  api.SetVariable('tessedit_pageseg_mode', singleBlock);

  const linesOf = (raster: Raster, scale: number) => {
    words.length = 0;
    core.FS.writeFile('/input', portablePixmap(raster));
    check(api.SetImageFile(1, 0));
    check(api.Recognize(null));
    // Another way up is not in the progress.
    report = () => undefined;
    return tsvLines(api.GetTSVText(0), scale);
  };
  return (picture, onProgress) => {
    report = onProgress;
    return anyWayUp(picture, (raster) => linesOf(raster, picture.original.scale));
  };
}

async function unpacked(file: string): Promise<Uint8Array> {
  return promisify(gunzip)(await readFile(file));
}
