import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { matcher, walkFolder } from '../core/walkFolder.ts';
import { editorTree } from './editorTree.ts';
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
    fault: (text) => (text.trim() === '' ? vscode.l10n.t('Write a pattern.') : undefined),
  });
  return pattern?.trim();
}

/**
 * In the order of their paths; without what an upload of their folder leaves out. The editor's own search knows no
 * files but those of disks.
 *
 * @throws AbortError; Problem `nothingMatches`, or why what matches is left out, or a folder cannot be listed.
 */
async function filesMatching(
  pattern: string,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  const isMatch = await matcher([pattern]);
  // Open folders may lie within each other.
  const found = new Map<string, vscode.Uri>();
  const leftOut: Problem[] = [];
  const excludedFrom = exclusions();
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
  for (const { code, message } of leftOut) log.warn(`${code}: ${message}`);
  if (found.size === 0) throw leftOut[0] ?? new Problem('nothingMatches', { pattern });
  return Array.from(found.values()).toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
