import { languagesToRead } from '../../../core/reading/languages.ts';
import type { Source } from '../../../core/model.ts';
import type { Page } from '../../../core/reading/reading.ts';
import { Problem } from '../../../core/problem.ts';
import { pageLanguage } from '../../../core/receipt/pageLanguage.ts';
import { anyWayUp } from '../anyWayUp.ts';
import { engineReader } from '../engineReader.ts';
import { KeptWorker } from '../keptWorker.ts';
import { portablePixmap } from '../portablePixmap.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from '../readerOptions.ts';
import { withinTime } from '../timeLimit.ts';
import { tsvLines } from '../tsvLines.ts';
import { runTesseract } from './tesseractCommand.ts';

/** "Assume a single uniform block of text" (tesseract(1)): the best for receipts of those tried. */
const pageSegmentationMode = '6';

/** What its table begins with, of a blank page too. */
const tsvHeader = 'level\tpage_num\t';

/**
 * Reads with the installed Tesseract: a process a picture, which gets it decoded, after its EXIF orientation and on
 * white.
 *
 * @param languages by Tesseract's names; none: English, and once more in the language of the labels where its data are
 * installed.
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
  const known = languagesIn(installed);
  checkLanguages(languagesToRead(languages), known);
  const [engine = 'tesseract'] = version.split(/\r?\n/, 1);
  const worker = new KeptWorker({ engine, assetsFolder, timeLimit, pixelLimit, threads: 1 });

  async function read(source: Source, signal: AbortSignal): Promise<Page> {
    const picture = await worker.ask(source, 'pixels', { signal });
    const readIn = (languages: readonly string[]) =>
      anyWayUp(picture, async (raster) => {
        const args = ['stdin', 'stdout', '-l', languages.join('+'), '--psm', pageSegmentationMode, 'tsv'];
        const tsv = await runTesseract(args, signal, portablePixmap(raster));
        if (!tsv.startsWith(tsvHeader))
          throw new Problem('engineFailed', { engine, reason: 'it printed no table of words' });
        return tsvLines(tsv, picture.original.scale);
      });
    const page = await readIn(languagesToRead(languages));
    const found = languages.length > 0 ? undefined : pageLanguage(page);
    return found !== undefined && known.includes(found) ? readIn([found, ...languagesToRead([])]) : page;
  }

  return engineReader(engine, worker, (source, { signal }) =>
    withinTime({ file: source.path, seconds: timeLimit }, signal, (within) => read(source, within)),
  );
}

/** Of a list that has them after a line of its own, one a line. */
function languagesIn(list: string): readonly string[] {
  return list
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((name) => name !== '' && name !== 'osd');
}

/** Where one of several is missing, Tesseract would read without it and only say so. */
function checkLanguages(languages: readonly string[], known: readonly string[]): void {
  for (const language of languages) {
    if (!known.includes(language)) {
      throw new Problem('languageMissing', { engine: 'tesseract', language, known: known.join(', ') || 'none' });
    }
  }
}
