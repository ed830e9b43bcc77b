import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

/** How often the editor is asked whether it knows the log, and how long, in milliseconds. */
const everyMs = 200;
const longestMs = 30_000;

/**
 * What brings the log to the front. In the first seconds of a window the editor does not know the logs of extensions,
 * and does nothing when one is to be shown: it is asked again once as soon as it knows this one, which its command for
 * it tells, however often a person asked meanwhile.
 *
 * @param id of the extension.
 */
export function logShower(log: vscode.LogOutputChannel, id: string): () => Promise<void> {
  let waits = false;
  return async () => {
    const wasKnown = await isKnown(id);
    log.show();
    if (wasKnown || waits) return;
    waits = true;
    try {
      if (await becomesKnown(id)) log.show();
    } finally {
      waits = false;
    }
  };
}

/** Whether the editor knows the log before it was waited for too long. */
async function becomesKnown(id: string): Promise<boolean> {
  const deadline = Date.now() + longestMs;
  while (!(await isKnown(id))) {
    if (Date.now() >= deadline) return false;
    await setTimeout(everyMs);
  }
  return true;
}

/** What follows the extension's id in the command differs between versions of the editor. */
async function isKnown(id: string): Promise<boolean> {
  const commands = await vscode.commands.getCommands();
  return commands.some((command) => command.startsWith(`workbench.action.output.show.${id}.`));
}
