import { mapInOrder } from '../mapInOrder.ts';
import { typeOfName } from '../mediaType.ts';
import type { Selected, Source } from '../model.ts';
import type { Reading } from './reading.ts';
import { pdfType } from '../pdfType.ts';
import { picturesOf, type PageName, type Picture } from './pictures.ts';
import type { Clock, PageCounter, Reader, ReadProgress } from '../ports.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ReadingTally, type ReadingProgress } from './readingProgress.ts';
import { isLeftOutOfFolder } from '../walkFolder.ts';

/** A reading whose page nobody has made sense of yet. */
export type Recognised = Exclude<Reading, { status: 'read' }> | Omit<Extract<Reading, { status: 'read' }>, 'receipt'>;

/** What became of one picture of a selection. */
interface RecognisedPicture {
  /** The file, or the page of one. */
  readonly selected: Selected;
  readonly recognised: Recognised;
}

interface RecogniseOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onProgress: ((progress: ReadingProgress) => void) | undefined;
  /** Absent: every file is one picture. */
  readonly pages: PageCounter | undefined;
  /** Absent: in English. */
  readonly pageName: PageName | undefined;
  /** Pictures that are read at the same time. */
  readonly jobs: number;
}

/**
 * Has each picture of each file read; they come in the order of the selection, whichever is ready first. What is left
 * of a file when that is cancelled comes once, after those of its pictures that were read.
 */
export function recognise(
  selection: readonly Selected[],
  reader: Reader,
  { signal, clock, onProgress, pages, pageName, jobs }: RecogniseOptions,
): AsyncGenerator<RecognisedPicture> {
  const isMixed = selection.length > 1;
  const tally = new ReadingTally(selection.length, clock, (progress) => {
    if (!signal.aborted) onProgress?.(progress);
  });

  async function recognised(picture: Picture): Promise<Recognised> {
    const { selected, file } = picture;
    const path = pathOf(selected);
    if (signal.aborted) return { status: 'cancelled', file: path };
    const report = tally.begin(picture, path, file);
    try {
      if (selected.kind === 'source') return await readOne(selected.source, report);
      return unread(path, selected.problem, isLeftOutOfFolder(selected.problem));
    } finally {
      tally.end(picture, file);
    }
  }

  async function readOne(source: Source, onReadProgress: ReadProgress): Promise<Recognised> {
    const { path: file } = source;
    const started = clock.now();
    try {
      const page = await reader.read(source, { signal, onProgress: onReadProgress });
      return { status: 'read', file, engine: reader.engine, durationMs: clock.now() - started, page };
    } catch (error) {
      if (signal.aborted) return { status: 'cancelled', file };
      const problem = asProblem(error);
      return unread(file, problem, isMixed && problem.code === 'notAnImage' && !isNamedAsReadable(source));
    }
  }

  return cancelledOnce(
    mapInOrder(picturesOf(selection, pages, signal, pageName), jobs, async (picture) => {
      return { picture, result: await recognised(picture) };
    }),
  );
}

async function* cancelledOnce(
  pictures: AsyncIterable<{ readonly picture: Picture; readonly result: Recognised }>,
): AsyncGenerator<RecognisedPicture> {
  let left: Picture | undefined;
  for await (const { picture, result } of pictures) {
    if (left !== undefined && left.file !== picture.file) {
      yield cancelled(left);
      left = undefined;
    }
    if (result.status === 'cancelled') left = picture;
    else yield { selected: picture.selected, recognised: result };
  }
  if (left !== undefined) yield cancelled(left);
}

function cancelled({ whole }: Picture): RecognisedPicture {
  return { selected: whole, recognised: { status: 'cancelled', file: pathOf(whole) } };
}

function pathOf(selected: Selected): string {
  return selected.kind === 'source' ? selected.source.path : selected.path;
}

function unread(file: string, problem: Problem, isSkipped: boolean): Recognised {
  return { status: isSkipped ? 'skipped' : 'failed', file, problem };
}

/** A `.png` that is none was meant to be read: that failed. A `.txt` was only selected with others. */
function isNamedAsReadable({ name }: Source): boolean {
  const type = typeOfName(name);
  return type !== undefined && (type.startsWith('image/') || type === pdfType);
}
