import * as vscode from 'vscode';
import type { Transfers } from './transfers.ts';

/**
 * Draws after each change, by code that is loaded when there is something to draw: never after its own end. What fails
 * is logged.
 *
 * @param load gives what draws.
 */
export function drawOnChange(
  { onDidChange }: Pick<Transfers, 'onDidChange'>,
  log: Pick<vscode.LogOutputChannel, 'error'>,
  load: () => Promise<() => void>,
): vscode.Disposable {
  let hasEnded = false as boolean;
  const redraw = async () => {
    try {
      const draw = await load();
      if (!hasEnded) draw();
    } catch (error) {
      if (!hasEnded) log.error(error instanceof Error ? error : String(error));
    }
  };
  const subscription = onDidChange(() => void redraw());
  const end = () => {
    hasEnded = true;
  };
  return vscode.Disposable.from(subscription, { dispose: end });
}
