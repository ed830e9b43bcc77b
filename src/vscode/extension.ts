import * as vscode from 'vscode';

/** Called by the editor on the first command. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Porter', { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('porter.showLog', () => log.show()),
  );
}
