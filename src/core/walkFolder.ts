import { throwIfAborted } from './clock.ts';
import { filterSome } from './mapSome.ts';
import type { Entry, FileTree } from './ports.ts';
import { asProblem, Problem } from './problem.ts';
import { Turns } from './turns.ts';

/** What a walk finds: a file and where it is, or why something was left out: of a folder all that is in it. */
export type Found<T> =
  | { readonly kind: 'file'; readonly at: T; readonly path: string }
  | { readonly kind: 'rejected'; readonly path: string; readonly problem: Problem; readonly isFolder?: true };

interface WalkOptions<T> {
  readonly signal: AbortSignal;
  /** Globs relative to the folder, besides `.git` and `node_modules`; one without `/` holds at any depth. */
  readonly exclude?: readonly string[];
  /**
   * The folder's path in the one that the globs are relative to as well. A glob that would leave out the folder itself
   * says nothing of what is in it then: the folder was chosen.
   */
  readonly within?: string;
  /** Called with each file as it is found. */
  readonly onFile?: (file: Found<T> & { readonly kind: 'file' }) => void;
}

/** What an entry is in the end. */
type Target = Awaited<ReturnType<FileTree<unknown>['follow']>> | Problem;

/** Of a folder that is left out, so is what is below it. */
const alwaysExcluded = new Set(['.git', 'node_modules']);

/**
 * All files of a folder and its folders, by name. A link to a file inside is followed, one out of the folder is
 * rejected. One to a folder inside is left alone: its files are found where they are, and no loop is walked.
 *
 * @param path the folder's path for people: those of the files begin with it.
 * @throws AbortError when cancelled; what can't be read is rejected, and the walk goes on.
 */
export async function walkFolder<T>(
  folder: T,
  path: string,
  tree: FileTree<T>,
  options: WalkOptions<T>,
): Promise<readonly Found<T>[]> {
  const { signal, exclude = [], within = '', onFile } = options;
  const isMatch = await matcher(exclude);
  const isMatchWithin = await matcher(await notOf(within, exclude));
  const isExcluded = (relative: string) => isMatch(relative) || isMatchWithin(`${within}/${relative}`);
  const prefix = path === '' || path === '.' ? '' : `${path.replace(/\/+$/, '')}/`;
  const found: Found<T>[] = [];
  const turns = new Turns();

  async function walk(at: T, below: string): Promise<void> {
    throwIfAborted(signal);
    let entries: readonly Entry[];
    try {
      entries = await tree.list(at, signal);
    } catch (error) {
      throwIfAborted(signal);
      const folderPath = (prefix + below).replace(/\/$/, '');
      found.push({ kind: 'rejected', path: folderPath, problem: asProblem(error), isFolder: true });
      return;
    }
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const relative = below + entry.name;
      if (alwaysExcluded.has(entry.name) || isExcluded(relative)) continue;
      if (turns.isOver) await turns.next();
      const child = tree.child(at, entry.name);
      const kind = entry.kind === 'link' ? await target(child) : entry.kind;
      throwIfAborted(signal);
      if (entry.kind === 'folder') await walk(child, `${relative}/`);
      else leaf(kind, child, prefix + relative);
    }
  }

  function leaf(kind: Target, at: T, file: string): void {
    const reject = (problem: Problem) => found.push({ kind: 'rejected', path: file, problem });
    if (kind instanceof Problem) {
      reject(kind);
      return;
    }
    switch (kind) {
      case 'file': {
        const one = { kind, at, path: file };
        found.push(one);
        onFile?.(one);
        break;
      }
      case 'folder':
        break;
      case 'outside':
        reject(new Problem('linkLeavesFolder', { file }));
        break;
      case 'missing':
        reject(new Problem('linkDangling', { file }));
        break;
      case 'other':
        reject(new Problem('notAFile', { file, what: 'a pipe, a socket or a device' }));
        break;
    }
  }

  async function target(link: T): Promise<Target> {
    try {
      return await tree.follow(link, folder, signal);
    } catch (error) {
      return asProblem(error);
    }
  }

  await walk(folder, '');
  return found;
}

/** Whether nobody can expect it: a link that leads to nothing, or out of the folder. Everything else was wanted. */
export function isLeftOutOfFolder({ code }: Problem): boolean {
  return code === 'linkLeavesFolder' || code === 'linkDangling';
}

/** The globs that match neither this folder nor one that it lies in; none where it is the one they are relative to. */
async function notOf(folder: string, globs: readonly string[]): Promise<readonly string[]> {
  if (folder === '') return [];
  const names = folder.split('/');
  const folders = names.map((_, index) => names.slice(0, index + 1).join('/'));
  return filterSome(globs, async (glob) => {
    const isMatch = await matcher([glob]);
    return !folders.some((path) => isMatch(path));
  });
}

/** Whether a path in a folder matches one of the globs; one without `/` holds at any depth. */
export async function matcher(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  return picomatch(globs.map(anyDepth), { dot: true });
}

function anyDepth(glob: string): string {
  return glob.includes('/') ? glob.replace(/^\//, '') : `**/${glob}`;
}
