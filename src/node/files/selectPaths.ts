import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { throwIfAborted } from '../../core/clock.ts';
import type { Selected } from '../../core/model.ts';
import { asProblem, Problem } from '../../core/problem.ts';
import type { FileTree } from '../../core/ports.ts';
import { filterSome, mapSome } from '../../core/mapSome.ts';
import { isReadable } from '../../core/reading/readableFile.ts';
import { walkFolder } from '../../core/walkFolder.ts';
import { readingBeside, type FileReading } from './fileReading.ts';
import { fileSource, sourceOf } from './fileSource.ts';
import { localTree } from './localTree.ts';
import { sniffer } from './sniffer.ts';

interface SelectOptions {
  readonly signal: AbortSignal;
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly reading?: FileReading;
  /** Only pictures and PDFs are taken of folders and globs; what is named itself is taken anyhow. */
  readonly toRead?: true;
}

/**
 * Files, folders and globs as a command line gives them. What exists under that very name is taken as it is; a folder,
 * and a folder that a glob matches, stands for all files in it.
 *
 * @throws AbortError when cancelled; what can't be taken is `rejected`.
 */
export async function selectPaths(paths: readonly string[], options: SelectOptions): Promise<readonly Selected[]> {
  const selection: Selected[] = [];
  // One by one: as arguments of one call, those of a large folder would be too many.
  for (const path of paths) for (const selected of await selectPath(path, options)) selection.push(selected);
  return selection;
}

/**
 * The file of exactly this path, which may hold what elsewhere makes a glob.
 *
 * @param shown the path as people see it, where that is another than from the working folder.
 */
export async function selectOne(path: string, options: SelectOptions, shown?: string): Promise<Selected> {
  const absolute = resolve(options.cwd, path);
  return selectFile(absolute, shown ?? shownPath(absolute, options.cwd), options);
}

async function selectPath(path: string, options: SelectOptions): Promise<readonly Selected[]> {
  const absolute = resolve(options.cwd, path);
  if (await isFolder(absolute, options))
    return orNothing(path, await selectFolder(absolute, localTree, options), options);
  const selected = await selectOne(path, options);
  const isMissing = selected.kind === 'rejected' && selected.problem.code === 'fileNotFound';
  return (isMissing ? await selectGlob(path, options) : undefined) ?? [selected];
}

/** undefined when the pattern is no glob. */
async function selectGlob(pattern: string, options: SelectOptions): Promise<readonly Selected[] | undefined> {
  const { default: picomatch } = await import('picomatch');
  const { base, glob, isGlob } = picomatch.scan(pattern.replaceAll(sep, '/'));
  if (!isGlob) return undefined;
  const folder = resolve(options.cwd, base);
  const isMatch = picomatch(glob, { nocase: sep === '\\' });
  const depth = glob.includes('**') ? Infinity : glob.split('/').length;
  const tree: FileTree<string> = {
    ...localTree,
    list: async (at, signal) => {
      const entries = await localTree.list(at, signal);
      return entries.filter(({ name, kind }) => {
        const parts = relative(folder, localTree.child(at, name)).split(sep);
        // A folder that matches is taken with all that is in it.
        const isTaken = parts.some((_, index) => isMatch(parts.slice(0, index + 1).join('/')));
        return isTaken || (kind === 'folder' && parts.length < depth);
      });
    },
  };
  const found = (await isFolder(folder, options)) ? await selectFolder(folder, tree, options) : [];
  return orNothing(pattern, found, options);
}

/** A glob that matches nothing, or a folder without a file, is told of. */
function orNothing(pattern: string, selection: readonly Selected[], { toRead }: SelectOptions): readonly Selected[] {
  if (selection.length > 0) return selection;
  const problem = new Problem(toRead ? 'nothingToRead' : 'nothingMatches', { pattern });
  return [{ kind: 'rejected', id: pattern, path: pattern, problem }];
}

async function selectFolder(
  folder: string,
  tree: FileTree<string>,
  options: SelectOptions,
): Promise<readonly Selected[]> {
  const found = await walkFolder(folder, shownPath(folder, options.cwd), tree, options);
  const selection = await mapSome(found, (one) => {
    const path = one.path.replace(/^\.\//, '');
    return one.kind === 'file' ? selectFile(one.at, path, options) : { ...one, id: path, path };
  });
  if (!options.toRead) return selection;
  return filterSome(selection, (selected) => isReadable(selected, sniffer, options.signal));
}

function selectFile(path: string, shown: string, options: SelectOptions): Selected | Promise<Selected> {
  const { signal, reading } = options;
  throwIfAborted(signal);
  const facts = reading?.look?.(path);
  if (!reading || !facts) return waitForFile(path, shown, options);
  return { kind: 'source', source: sourceOf(path, shown, facts, reading) };
}

async function waitForFile(path: string, shown: string, { signal, reading }: SelectOptions): Promise<Selected> {
  try {
    return { kind: 'source', source: await fileSource(path, shown, signal, reading) };
  } catch (error) {
    throwIfAborted(signal);
    return { kind: 'rejected', id: pathToFileURL(path).href, path: shown, problem: asProblem(error) };
  }
}

/** Relative to the working folder when it lies in there, with `/`; else absolute. */
function shownPath(absolute: string, cwd: string): string {
  const way = relative(cwd, absolute);
  if (way === '') return '.';
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? absolute : way.replaceAll(sep, '/');
}

async function isFolder(path: string, { reading = readingBeside }: SelectOptions): Promise<boolean> {
  try {
    return (await reading.stat(path)).isDirectory();
  } catch {
    return false;
  }
}
