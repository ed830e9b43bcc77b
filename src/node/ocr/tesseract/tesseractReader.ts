import type { Page, Source } from '../../../core/model.ts';
import { Problem } from '../../../core/problem.ts';
import { anyWayUp } from '../anyWayUp.ts';
import { KeptWorker } from '../keptWorker.ts';
import { pageCounter } from '../pdf/pageCounter.ts';
import { portablePixmap } from '../portablePixmap.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from '../readerOptions.ts';
import { withinTime } from '../timeLimit.ts';
import { tsvLines } from '../tsvLines.ts';
import { runTesseract } from './tesseractCommand.ts';

/** "Assume a single uniform block of text" (tesseract(1)): the best for receipts of those tried. */
const pageSegmentationMode = '6';

/**
 * Reads with the installed Tesseract: a process a picture, which gets it decoded, after its EXIF orientation and on white.
 *
 * @param languages by Tesseract's names.
 * @throws Problem `engineMissing`, `engineFailed`, `languageMissing`; the signal's reason.
 */
export async function tesseractReader(
  languages: readonly string[],
  options: ReaderOptions,
  signal: AbortSignal,
): Promise<DisposableReader> {
  const { timeLimit, pixelLimit, assetsFolder } = { ...readingLimits, ...options };
  const [version, installed] = await Promise.all([
    runTesseract(['--version'], signal),
    runTesseract(['--list-langs'], signal),
  ]);
  checkLanguages(languages, installed);
  const [engine = 'tesseract'] = version.split(/\r?\n/, 1);
  const worker = new KeptWorker({ engine, assetsFolder, timeLimit, pixelLimit, threads: 1 });
  const args = ['stdin', 'stdout', '-l', languages.join('+'), '--psm', pageSegmentationMode, 'tsv'];

  async function read(source: Source, signal: AbortSignal): Promise<Page> {
    const picture = await worker.ask(source, 'pixels', { signal });
    return anyWayUp(picture, async (raster) =>
      tsvLines(await runTesseract(args, signal, portablePixmap(raster)), picture.original.scale),
    );
  }

  return {
    engine,
    ...pageCounter(worker),
    read: (source, { signal }) =>
      withinTime({ file: source.path, seconds: timeLimit }, signal, (within) => read(source, within)),
    dispose: () => worker.dispose(),
  };
}

/** Where one of several is missing, Tesseract would read without it and only say so. */
function checkLanguages(languages: readonly string[], installed: string): void {
  // After a line of its own, one a line.
  const known = installed
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((name) => name !== '' && name !== 'osd');
  for (const language of languages) {
    if (!known.includes(language)) {
      throw new Problem('languageMissing', { engine: 'tesseract', language, known: known.join(', ') || 'none' });
    }
  }
}
