import * as vscode from 'vscode';
import type { CommandId } from './contributions.ts';
import { EmbeddedReceiver } from './embeddedReceiver.ts';
import { ImageReader } from './imageReader.ts';
import { LastLink } from './lastLink.ts';
import { registerResultsPanel } from './panel/registerResultsPanel.ts';
import type { Shell } from './shell.ts';
import { TransferStatus } from './transferStatus.ts';

/** Called by the editor on the first command. What a command needs is loaded when it runs. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Porter', { log: true });
  const status = new TransferStatus();
  const receiver = new EmbeddedReceiver(log);
  const reader = new ImageReader(context);
  const results = registerResultsPanel(context, log);
  const shell: Shell = { context, log, status, receiver, reader, results, lastLink: new LastLink() };

  const handlers: Record<CommandId, (...args: readonly unknown[]) => unknown> = {
    'porter.upload': async (...args) => (await import('./commands.ts')).upload(shell, args),
    'porter.uploadTo': async (...args) => (await import('./commands.ts')).uploadTo(shell, args),
    'porter.readImage': async (...args) => (await import('./commands.ts')).readImage(shell, args),
    'porter.uploadAndRead': async (...args) => (await import('./commands.ts')).uploadAndRead(shell, args),
    'porter.copyLastLink': async () => (await import('./commands.ts')).copyLastLink(shell),
    'porter.showLog': () => log.show(),
  };
  for (const [id, handler] of Object.entries(handlers)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, handler));
  }
  context.subscriptions.push(log, status, receiver, reader);
}
