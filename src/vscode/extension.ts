import * as vscode from 'vscode';
import { views, type CommandId } from './contributions.ts';
import { EmbeddedReceiver } from './embeddedReceiver.ts';
import { LastLinks } from './lastLinks.ts';
import { once } from './once.ts';
import { registerResultsPanel } from './panel/registerResultsPanel.ts';
import { SecretBoxes } from './secretBoxes.ts';
import type { Shell } from './shell.ts';
import { lookForInterrupted } from './startUp.ts';
import { Transfers } from './transfers/transfers.ts';
import { registerTransfersView } from './transfers/transfersView.ts';
import { TransferStatus } from './transferStatus.ts';

/** Called by the editor soon after its start. What a command needs is loaded when it runs. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Porter', { log: true });
  const transfers = new Transfers();
  const transfersView = registerTransfersView(transfers, log);
  const receiver = new EmbeddedReceiver(log);
  const reader = once(async () => {
    const { ImageReader } = await import('./imageReader.ts');
    const made = new ImageReader(context);
    context.subscriptions.push(made);
    return made;
  });
  const remembered = once(async () => {
    const { RememberedResults } = await import('./rememberedResults.ts');
    return new RememberedResults(context, log);
  });
  const showLog = once(async () => (await import('./showLog.ts')).logShower(log, context.extension.id));
  const results = registerResultsPanel(context, log, remembered);
  const sessionsFolder = vscode.Uri.joinPath(context.globalStorageUri, 'sessions').fsPath;
  const sessions = once(async () => {
    const { sessionStore } = await import('../node/sessions/sessionStore.ts');
    const store = sessionStore(sessionsFolder);
    context.subscriptions.push({ dispose: () => store.markEnding() });
    return store;
  });
  const shell: Shell = {
    context,
    log,
    transfers,
    receiver,
    reader,
    remembered,
    results,
    sessions,
    queue: once(async () => (await import('./uploadQueue.ts')).uploadQueue(context, log, await sessions())),
    sendQueues: once(async () => new (await import('../node/http/sendQueues.ts')).SendQueues()),
    secrets: new SecretBoxes(context.secrets),
    lastLinks: new LastLinks(),
  };

  const handlers: Record<CommandId, (...args: readonly unknown[]) => unknown> = {
    'porter.upload': async (...args) => (await import('./commands.ts')).upload(shell, args),
    'porter.uploadTo': async (...args) => (await import('./commands.ts')).uploadTo(shell, args),
    'porter.readImage': async (...args) => (await import('./commands.ts')).readImage(shell, args),
    'porter.readFolder': async (...args) => (await import('./commands.ts')).readFolder(shell, args),
    'porter.uploadAndRead': async (...args) => (await import('./commands.ts')).uploadAndRead(shell, args),
    'porter.copyLastLink': async () => (await import('./commands.ts')).copyLastLink(shell),
    'porter.showLog': async () => (await showLog())(),
    'porter.uploadMatching': async () => (await import('./commands.ts')).uploadMatching(shell),
    'porter.addDestination': async () => (await import('./commands.ts')).addDestinationOrTell(shell),
    'porter.showResults': () => results.open(),
    'porter.insertResult': () => results.insert(),
    'porter.showTransfers': () => vscode.commands.executeCommand(`${views.transfers}.focus`),
    'porter.pauseAll': () => transfers.pauseAll(),
    'porter.resumeAll': () => transfers.resumeAll(),
    'porter.cancelAll': () => transfers.cancelAll(),
    'porter.clearAll': () => transfers.clearAll(),
    'porter.pauseTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).pause(rows),
    'porter.resumeTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).resume(rows),
    'porter.cancelTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).cancel(rows),
    'porter.retryTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).retry(rows),
    'porter.explainTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).explain(log, rows),
    'porter.copyLinkOfTransfer': async (...rows) => (await import('./transfers/transferCommands.ts')).copyLinks(rows),
    'porter.clearTransfer': async (...rows) =>
      (await import('./transfers/transferCommands.ts')).clear(transfers, rows, transfersView.selection),
    'porter.resumeInterrupted': async () => (await import('./resumeInterrupted.ts')).resumeInterrupted(shell),
    'porter.discardInterrupted': async () => (await import('./discardInterrupted.ts')).discardInterrupted(shell),
    'porter.clearRemembered': async () => (await import('./rememberedResults.ts')).clearRemembered(shell),
    'porter.forgetConsent': async () => (await import('./commands.ts')).forgetConsent(shell),
  };
  for (const [id, handler] of Object.entries(handlers)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, handler));
  }
  context.subscriptions.push(
    log,
    transfers,
    new TransferStatus(transfers, log),
    transfersView,
    lookForInterrupted(shell, sessionsFolder),
    receiver,
  );
}
