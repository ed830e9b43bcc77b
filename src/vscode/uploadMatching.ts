import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { matcher, walkFolder } from '../core/walkFolder.ts';
import { editorTree } from './editorTree.ts';
import { patternFault } from './patternFault.ts';
import { enterText } from './plainWindow.ts';
import { showWhile } from './progressNotification.ts';
import { localFolders } from './selectResources.ts';
import { exclusions } from './settings.ts';
import type { Shell } from './shell.ts';
import { tell } from './tell.ts';
import { requireTrust } from './trust.ts';
import { uploadAndShow } from './uploadAndShow.ts';

/** Asks for a glob, and uploads the files of the open folders that match. */
export async function uploadMatching(shell: Shell): Promise<void> {
  await tell(shell, undefined, async () => {
    requireTrust();
    const pattern = await askForPattern();
    if (pattern === undefined) return;
    const cancellation = new AbortController();
    const looking = filesMatching(pattern, shell.log, cancellation.signal);
    const progressGone = showWhile(looking, {
      title: vscode.l10n.t('Looking for files that match {0}', pattern),
      cancel: () => cancellation.abort(),
    });
    const files = await looking.finally(() => progressGone);
    await uploadAndShow(shell, files);
  });
}

/** undefined after Escape. */
async function askForPattern(): Promise<string | undefined> {
  const pattern = await enterText({
    title: vscode.l10n.t('Upload Matching Files'),
    prompt: vscode.l10n.t('Which files of the open folders? *.png takes those of all folders, docs/** all below one.'),
    placeHolder: '*.png',
    fault: patternFault,
  });
  return pattern?.trim();
}

/** What the open folders hold of what matches. */
interface Matching {
  readonly files: readonly vscode.Uri[];
  /** Why some of it, or a folder in which it may be, is not among them. */
  readonly leftOut: readonly Problem[];
}

/**
 * In the order of their paths; without what an upload of their folder leaves out.
 *
 * @throws AbortError; Problem `nothingMatches` or `matchesExcluded`, or why what matches is left out, or a folder cannot
 * be listed.
 */
async function filesMatching(
  pattern: string,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  const isMatch = await matcher(globsOf(pattern));
  const { files, leftOut } = await look(isMatch, exclusions(), signal);
  for (const { code, message } of leftOut) log.warn(`${code}: ${message}`);
  if (files.length > 0) return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  if (leftOut[0]) throw leftOut[0];
  const all = await look(isMatch, () => [], signal);
  throw new Problem(all.files.length > 0 ? 'matchesExcluded' : 'nothingMatches', { pattern });
}

/** What is no glob may name a folder as well as a file. */
function globsOf(pattern: string): readonly string[] {
  const path = pattern.replace(/(?<=.)\/+$/, '');
  return /[*?[\]{}()\\]/.test(path) ? [pattern] : [path, `${path}/**`];
}

/** The editor's own search knows no files but those of disks. */
async function look(
  isMatch: (path: string) => boolean,
  excludedFrom: (folder: vscode.Uri) => readonly string[],
  signal: AbortSignal,
): Promise<Matching> {
  // Open folders may lie within each other.
  const found = new Map<string, vscode.Uri>();
  const leftOut: Problem[] = [];
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const isLocal = uri.scheme === 'file';
    const options = { exclude: excludedFrom(uri), signal };
    const all = isLocal
      ? await walkFolder(uri.fsPath, '', localFolders, options)
      : await walkFolder(uri, '', editorTree, options);
    for (const one of all) {
      // What would match may be in it.
      const isUnlisted = one.kind === 'rejected' && one.isFolder === true;
      if (!isUnlisted && !isMatch(one.path)) continue;
      if (one.kind === 'rejected') leftOut.push(one.problem);
      else {
        const file = typeof one.at === 'string' ? vscode.Uri.file(one.at) : one.at;
        found.set(file.toString(), file);
      }
    }
  }
  return { files: Array.from(found.values()), leftOut };
}
