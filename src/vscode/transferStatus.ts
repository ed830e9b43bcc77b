import * as vscode from 'vscode';
import type { CommandId } from './contributions.ts';
import type { Transfers } from './transfers/transfers.ts';

/** The status-bar item: there while anything is uploading, with the files done of all batches. */
export class TransferStatus implements vscode.Disposable {
  readonly #transfers: Transfers;
  readonly #subscription: vscode.Disposable;
  #item: vscode.StatusBarItem | undefined;

  constructor(transfers: Transfers) {
    this.#transfers = transfers;
    this.#subscription = transfers.onDidChange(() => this.#show());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item?.dispose();
  }

  #show(): void {
    const { running } = this.#transfers;
    if (running.length === 0) {
      this.#item?.hide();
      return;
    }
    const known = running.flatMap(({ progress }) => progress ?? []);
    const done = known.reduce((sum, { filesDone }) => sum + filesDone, 0);
    const total = known.reduce((sum, { filesTotal }) => sum + filesTotal, 0);
    const paused = running.filter(({ isPaused }) => isPaused).length;
    const stalled = running.filter(({ progress }) => progress?.stalledSeconds !== undefined).length;
    this.#item ??= this.#create();
    const icon = paused === running.length ? '$(debug-pause)' : stalled > 0 ? '$(warning)' : '$(sync~spin)';
    this.#item.text = total === 0 ? `${icon} Porter` : `${icon} Porter ${done}/${total}`;
    this.#item.tooltip = [
      total === 0
        ? vscode.l10n.t('Porter gets files ready')
        : vscode.l10n.t('Porter uploads: {0} of {1} files done', done, total),
      ...(paused > 0 ? [vscode.l10n.t('paused')] : []),
      ...(stalled > 0 ? [vscode.l10n.t('no byte moves')] : []),
    ].join(', ');
    this.#item.show();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('porter.transfers', vscode.StatusBarAlignment.Left);
    item.name = vscode.l10n.t('Porter Uploads');
    item.command = 'porter.showTransfers' satisfies CommandId;
    return item;
  }
}
