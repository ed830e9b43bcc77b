import { typeOfName } from './mediaType.ts';
import type { Reading, Selected, Source } from './model.ts';
import type { Clock, Reader } from './ports.ts';
import { asProblem, type Problem } from './problem.ts';

/** How far the reading of a batch is. */
export interface ReadingProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** `Source.path` of the one that is being read. */
  readonly file: string;
  /** Of the whole batch, 0 to 1. */
  readonly fraction: number;
}

/** A reading whose page nobody has made sense of yet. */
export type Recognised = Exclude<Reading, { status: 'read' }> | Omit<Extract<Reading, { status: 'read' }>, 'receipt'>;

export interface RecogniseOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onProgress: ((progress: ReadingProgress) => void) | undefined;
}

/** Has each picture read, one after the other: an engine uses all the processors there are. */
export async function* recognise(
  selection: readonly Selected[],
  reader: Reader,
  { signal, clock, onProgress }: RecogniseOptions,
): AsyncGenerator<Recognised> {
  const isCancelled = () => signal.aborted;
  const isMixed = selection.length > 1;
  const filesTotal = selection.length;
  for (const [filesDone, selected] of selection.entries()) {
    const file = selected.kind === 'source' ? selected.source.path : selected.path;
    if (isCancelled()) {
      yield { status: 'cancelled', file };
      continue;
    }
    if (selected.kind === 'rejected') {
      yield unread(file, selected.problem, selected.problem.code === 'linkLeavesFolder');
      continue;
    }
    const report = (done: number) => {
      if (!isCancelled()) onProgress?.({ filesDone, filesTotal, file, fraction: (filesDone + done) / filesTotal });
    };
    report(0);
    const started = clock.now();
    try {
      const page = await reader.read(selected.source, { signal, onProgress: report });
      yield { status: 'read', file, engine: reader.engine, durationMs: clock.now() - started, page };
    } catch (error) {
      const problem = asProblem(error);
      if (isCancelled()) yield { status: 'cancelled', file };
      else yield unread(file, problem, isMixed && problem.code === 'notAnImage' && !isNamedAsImage(selected.source));
    }
  }
}

function unread(file: string, problem: Problem, isSkipped: boolean): Recognised {
  return { status: isSkipped ? 'skipped' : 'failed', file, problem };
}

/** A `.png` that is none was meant to be read: that failed. A `.txt` was only selected with others. */
function isNamedAsImage({ name }: Source): boolean {
  return typeOfName(name)?.startsWith('image/') ?? false;
}
