import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import type { Shell } from './shell.ts';

/**
 * Looks for interrupted uploads as soon as the workspace is trusted, until it is disposed. It costs next to nothing
 * when there are none.
 *
 * @param folder where sessions are kept.
 */
export function lookForInterrupted(shell: Shell, folder: string): vscode.Disposable {
  const ending = new AbortController();
  const begin = () => void look(shell, folder, ending.signal);
  if (vscode.workspace.isTrusted) begin();
  return vscode.Disposable.from(vscode.workspace.onDidGrantWorkspaceTrust(begin), { dispose: () => ending.abort() });
}

async function look(shell: Shell, folder: string, signal: AbortSignal): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => name.endsWith('.json'))) return;
  const [{ askAboutInterrupted }, { resumeInterrupted }, { discardInterrupted }] = await Promise.all([
    import('./interruptedUploads.ts'),
    import('./resumeInterrupted.ts'),
    import('./discardInterrupted.ts'),
  ]);
  const answer = {
    resume: (asked: readonly SessionRecord[]) => resumeInterrupted(shell, asked),
    discard: (asked: readonly SessionRecord[]) => discardInterrupted(shell, asked),
  };
  try {
    await askAboutInterrupted(shell, answer, signal);
  } catch (error) {
    if (!signal.aborted) shell.log.error(error instanceof Error ? error : String(error));
  }
}
