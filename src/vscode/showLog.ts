import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

/** How often the editor is asked whether it knows the log, and how long, in milliseconds. */
const everyMs = 200;
const longestMs = 30_000;

/**
 * Brings the log to the front. In the first seconds of a window the editor does not know the logs of extensions, and
 * does nothing when one is to be shown: it is asked again as soon as it knows this one, which its command for it tells.
 *
 * @param id of the extension.
 */
export async function showLog(log: vscode.LogOutputChannel, id: string): Promise<void> {
  const wasKnown = await isKnown(id);
  log.show();
  if (wasKnown) return;
  const deadline = Date.now() + longestMs;
  while (!(await isKnown(id)) && Date.now() < deadline) await setTimeout(everyMs);
  log.show();
}

/** What follows the extension's id in the command differs between versions of the editor. */
async function isKnown(id: string): Promise<boolean> {
  const commands = await vscode.commands.getCommands();
  return commands.some((command) => command.startsWith(`workbench.action.output.show.${id}.`));
}
