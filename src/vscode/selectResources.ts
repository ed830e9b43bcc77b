import { basename } from 'node:path';
import * as vscode from 'vscode';
import { throwIfAborted } from '../core/clock.ts';
import type { EarlierTry, Selected, Source } from '../core/model.ts';
import { Problem } from '../core/problem.ts';
import { filterSome, mapSome } from '../core/mapSome.ts';
import type { FileTree } from '../core/ports.ts';
import { isReadable } from '../core/reading/readableFile.ts';
import { walkFolder, type Found } from '../core/walkFolder.ts';
import { fileSource } from '../node/files/fileSource.ts';
import { listFolder, localTree } from '../node/files/localTree.ts';
import { ManySources, type FoundFile } from '../node/files/manySources.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { editorNames } from './editorNames.ts';
import { editorTree } from './editorTree.ts';
import { isAdded } from './panel/addedPictures.ts';
import { documentSource, unsavedDocument, unsavedDocuments, unsavedNotebook } from './openDocuments.ts';
import { exclusions } from './settings.ts';
import { fileSystemProblem, virtualSource } from './virtualSource.ts';

/** A file or a folder to take. */
export interface Chosen extends EarlierTry {
  readonly uri: vscode.Uri;
  /** What it went by when it was taken before: it may have been chosen by its folder. Absent: that of `shownPath`. */
  readonly path?: string;
}

interface SelectOptions {
  /** What looks at very many files: statThread.ts, bundled. */
  readonly statThread: URL;
  /** In bytes, of one file that is on no disk. */
  readonly virtualFileLimit: number;
  /** Of pictures that were pasted or dropped (`addedFolder`): they go by their names alone. */
  readonly added?: string;
  /** Only pictures and PDFs are taken of folders; what was chosen itself is taken anyhow. */
  readonly toRead?: true;
  readonly signal: AbortSignal;
}

interface FolderOptions extends SelectOptions {
  /** Globs, relative to the folder or to the one of the workspace that it lies in. */
  readonly exclude: readonly string[];
  /** The folder's path in the latter. */
  readonly within: string;
}

/**
 * What was chosen holds: a file itself, a folder's files but those that its settings exclude, a document with changes as
 * the editor shows it.
 *
 * @throws AbortError when cancelled; Problem `settingInvalid`; what can't be read is rejected in the result.
 */
export async function selectResources(chosen: readonly Chosen[], options: SelectOptions): Promise<readonly Selected[]> {
  const excludedFrom = exclusions();
  const named = chosen.map(({ uri, path = shownPath(uri, options.added), ...earlier }) => {
    return { uri, path, exclude: excludedFrom(uri), earlier };
  });
  const sources = await knownSources(named, options);
  const selected = await mapSome(named, async ({ uri, path, earlier }, index): Promise<Selected | undefined> => {
    const source = sources[index];
    if (source) return { kind: 'source', source, ...earlier };
    if (!earlier.goesOn && (await isFolder(uri))) return undefined;
    return { ...(await file(uri, path, options)), ...earlier };
  });
  const selection: Selected[] = [];
  for (const [index, { uri, path, exclude }] of named.entries()) {
    const one = selected[index];
    const found = one ? [one] : await inFolder(uri, path, { ...options, exclude, within: pathInWorkspace(uri) });
    // One by one: as arguments of one call, those of a large folder would be too many.
    for (const each of found) selection.push(each);
  }
  return selection;
}

/** Of very many files of this machine: in their order, undefined for what is to be looked at by itself. */
async function knownSources(
  chosen: readonly { readonly uri: vscode.Uri; readonly path: string }[],
  { statThread, signal }: SelectOptions,
): Promise<readonly (Source | undefined)[]> {
  using looking = new ManySources(statThread);
  const unsaved = new Set(unsavedDocuments().map(({ uri }) => uri.toString()));
  const isKnown = ({ uri }: { readonly uri: vscode.Uri }) => uri.scheme === 'file' && !unsaved.has(uri.toString());
  for (const { uri, path } of chosen.filter(isKnown)) looking.add({ at: uri.fsPath, path });
  const found = (await looking.all(signal)).values();
  return chosen.map((one) => (isKnown(one) ? found.next().value : undefined));
}

async function inFolder(folder: vscode.Uri, path: string, options: FolderOptions): Promise<Selected[]> {
  const selection = await allInFolder(folder, path, options);
  if (!options.toRead) return selection;
  return filterSome(selection, (selected) => isReadable(selected, sniffer, options.signal));
}

async function allInFolder(folder: vscode.Uri, path: string, options: FolderOptions): Promise<Selected[]> {
  if (folder.scheme === 'file') return inLocalFolder(folder, path, options);
  return mapSome(await walkFolder(folder, path, editorTree, options), (found) =>
    found.kind === 'file' ? file(found.at, found.path, options) : rejected(found, folder, path),
  );
}

/** This machine's folders by path, with the editor's names: it asks its window about each folder before it lists it. */
export const localFolders: FileTree<string> = {
  ...localTree,
  list: async (folder, signal) => {
    const entries = await listFolder(folder, vscode.workspace.asRelativePath(folder), signal);
    return editorNames(entries, process.platform);
  },
};

/** Of this machine's folders paths do: to make a URI of each of very many files takes long. */
async function inLocalFolder(folder: vscode.Uri, path: string, options: FolderOptions): Promise<Selected[]> {
  using looking = new ManySources(options.statThread);
  const onFile = (one: FoundFile) => looking.add(one);
  const found = await walkFolder(folder.fsPath, path, localFolders, { ...options, onFile });
  const sources = (await looking.all(options.signal)).values();
  const unsaved = new Set(unsavedDocuments().map(({ uri }) => uri.fsPath));
  return await mapSome(found, (one): Selected | Promise<Selected> => {
    if (one.kind === 'rejected') return rejected(one, folder, path);
    const source = sources.next().value;
    if (source === undefined || unsaved.has(one.at)) return file(vscode.Uri.file(one.at), one.path, options);
    return { kind: 'source', source };
  });
}

/** @param path of the folder, for people. */
function rejected(found: Found<never> & { kind: 'rejected' }, folder: vscode.Uri, path: string): Selected {
  const uri = vscode.Uri.joinPath(folder, found.path.slice(path.length));
  return { ...found, id: uri.toString() };
}

async function file(uri: vscode.Uri, path: string, options: SelectOptions): Promise<Selected> {
  throwIfAborted(options.signal);
  try {
    return { kind: 'source', source: await sourceOf(uri, path, options) };
  } catch (error) {
    throwIfAborted(options.signal);
    return { kind: 'rejected', id: uri.toString(), path, problem: fileSystemProblem(path, error) };
  }
}

async function sourceOf(uri: vscode.Uri, path: string, options: SelectOptions): Promise<Source> {
  const document = unsavedDocument(uri);
  if (document) return documentSource(document, path);
  if (unsavedNotebook(uri)?.isUntitled) throw new Problem('notebookNeverSaved', { file: path });
  if (uri.scheme === 'file') return fileSource(uri.fsPath, path, options.signal);
  const stat = await statOf(uri, path);
  if (stat.type & vscode.FileType.Directory) throw new Problem('notAFile', { file: path, what: 'a folder' });
  return virtualSource(uri, path, stat, options.virtualFileLimit);
}

async function statOf(uri: vscode.Uri, path: string): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    // One that an extension brings was loaded to be asked.
    const hasFileSystem = vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
    throw hasFileSystem ? error : new Problem('documentClosed', { file: path }, { cause: error });
  }
}

/** False also for what can't be found: it is reported as a file. */
async function isFolder(uri: vscode.Uri): Promise<boolean> {
  if (unsavedDocument(uri)) return false;
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

/** From its workspace folder; empty for that itself, and for what lies in none. */
function pathInWorkspace(uri: vscode.Uri): string {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path.replace(/\/$/, '');
  return root === undefined ? '' : uri.path.slice(root.length + 1).replace(/\/$/, '');
}

/** A resource for people: relative to the workspace, else whole; of those in the folder of added pictures the name. */
export function shownPath(uri: vscode.Uri, added?: string): string {
  if (added !== undefined && isAdded(uri.fsPath, added)) return basename(uri.fsPath);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const isRoot = folder?.uri.toString() === uri.toString();
  // What is open without a name has no path either.
  return isRoot ? folder.name : vscode.workspace.asRelativePath(uri) || uri.toString();
}
