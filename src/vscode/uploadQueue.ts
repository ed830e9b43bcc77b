import * as vscode from 'vscode';
import { asProblem } from '../core/problem.ts';
import type { SessionStore } from '../core/transfer/sessionPort.ts';
import { TransferQueue } from '../core/transfer/transferQueue.ts';
import { settingDefaults } from './contributions.ts';
import { queueSettings } from './settings.ts';

/** The window's queue. What the settings say of it holds at once, for uploads under way too. */
export function uploadQueue(
  { subscriptions }: Pick<vscode.ExtensionContext, 'subscriptions'>,
  log: vscode.LogOutputChannel,
  sessions: SessionStore,
): TransferQueue {
  const queue = new TransferQueue({ sessions, concurrency: settingDefaults['porter.concurrency'] });
  const apply = () => {
    try {
      const { concurrency, bytesPerSecond } = queueSettings();
      queue.concurrency = concurrency;
      queue.bandwidthLimit = bytesPerSecond;
    } catch (error) {
      // What was right stays; the next upload says it to a person.
      log.warn(asProblem(error).message);
    }
  };
  apply();
  subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('porter')) apply();
    }),
  );
  return queue;
}
