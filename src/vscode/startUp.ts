import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Shell } from './shell.ts';

/**
 * Looks for interrupted uploads as soon as the workspace is trusted. It costs next to nothing when there are none.
 *
 * @param folder where sessions are kept.
 */
export function lookForInterrupted(shell: Shell, folder: string): vscode.Disposable {
  if (vscode.workspace.isTrusted) void look(shell, folder);
  return vscode.workspace.onDidGrantWorkspaceTrust(() => void look(shell, folder));
}

async function look(shell: Shell, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => name.endsWith('.json'))) return;
  const { askAboutInterrupted, discardInterrupted, resumeInterrupted } = await import('./interruptedUploads.ts');
  await askAboutInterrupted(shell, {
    resume: () => resumeInterrupted(shell),
    discard: () => discardInterrupted(shell),
  });
}
