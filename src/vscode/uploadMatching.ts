import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { anyDepth, excluder } from '../core/walkFolder.ts';
import { selectionSettings } from './settings.ts';
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
    const files = await filesMatching(pattern);
    if (files.length === 0) throw new Problem('nothingMatches', { pattern });
    await uploadAndShow(shell, files);
  });
}

/** undefined after Escape. */
async function askForPattern(): Promise<string | undefined> {
  const pattern = await vscode.window.showInputBox({
    title: vscode.l10n.t('Upload Matching Files'),
    prompt: vscode.l10n.t('Which files of the open folders? *.png takes those of all folders, docs/** all below one.'),
    placeHolder: '*.png',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a pattern.') : undefined),
  });
  return pattern?.trim();
}

/** In the order of their paths; without what an upload of their folder leaves out. */
async function filesMatching(pattern: string): Promise<readonly vscode.Uri[]> {
  // Open folders may lie within each other.
  const found = new Map<string, vscode.Uri>();
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const isExcluded = await excluder(selectionSettings(folder.uri).exclude);
    const files = await vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, anyDepth(pattern)),
      '**/{.git,node_modules}/**',
    );
    const pathOf = ({ path }: vscode.Uri) => path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const isLeftOut = (file: vscode.Uri) =>
      pathOf(file)
        .split('/')
        .some((_, depth, names) => isExcluded(names.slice(0, depth + 1).join('/')));
    for (const file of files) if (!isLeftOut(file)) found.set(file.toString(), file);
  }
  return Array.from(found.values()).toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
