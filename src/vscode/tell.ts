import type { Uri } from 'vscode';
import { asProblem } from '../core/problem.ts';
import { announceProblem } from './actions.ts';
import type { Shell } from './shell.ts';

/** A problem is told; a cancelled command is just over. */
export async function tell(shell: Shell, resource: Uri | undefined, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return;
    announceProblem(shell.log, asProblem(error), resource);
  }
}
