import type { Selected, Source } from '../model.ts';
import type { PageCounter } from '../ports.ts';
import { asProblem } from '../problem.ts';

/** One picture of a selection: a file, or a page of one. */
export interface Picture {
  readonly selected: Selected;
  /** The file, as it was selected. */
  readonly whole: Selected;
  /** The pictures of the same file. */
  readonly file: PicturesOfFile;
}

/** How many pictures a file holds, and how many of them have ended. */
export interface PicturesOfFile {
  readonly count: number;
  ended: number;
}

/** What follows a document's name to name one of its pages, from 1: `, page 2`. */
export type PageName = (page: number) => string;

const inEnglish: PageName = (page) => `, page ${page}`;

/**
 * The pictures of a selection in its order. A file is looked into when its turn comes: the pages of a document are
 * pictures of their own, and one that can't be opened is rejected. Nothing is opened any more once the signal says
 * stop, and what is left of a document is one picture.
 */
export async function* picturesOf(
  selection: readonly Selected[],
  pages: PageCounter | undefined,
  signal: AbortSignal,
  pageName: PageName = inEnglish,
): AsyncGenerator<Picture> {
  for (const selected of selection) {
    const sources = await pagesOf(selected, pages, signal, pageName);
    const file = { count: sources.length, ended: 0 };
    for (const one of sources) {
      const isLeft = signal.aborted;
      yield { selected: one, whole: selected, file };
      if (isLeft) break;
    }
  }
}

async function pagesOf(
  selected: Selected,
  pages: PageCounter | undefined,
  signal: AbortSignal,
  pageName: PageName,
): Promise<readonly Selected[]> {
  const isAborted = () => signal.aborted;
  if (selected.kind === 'rejected' || pages === undefined || isAborted()) return [selected];
  const { source } = selected;
  try {
    const count = await pages.count(source, signal);
    if (count === 1) return [selected];
    return Array.from({ length: count }, (_, index) => ({
      kind: 'source',
      source: pageOf(source, index + 1, pageName),
    }));
  } catch (error) {
    if (isAborted()) return [selected];
    return [{ kind: 'rejected', id: source.id, path: source.path, problem: asProblem(error) }];
  }
}

/** One page of a document, named as URIs name it (RFC 8118 §3). */
function pageOf(source: Source, page: number, pageName: PageName): Source {
  return { ...source, id: `${source.id}#page=${page}`, path: source.path + pageName(page), page };
}
