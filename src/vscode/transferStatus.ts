import * as vscode from 'vscode';
import type { CommandId } from './contributions.ts';
import type { Transfers } from './transfers/transfers.ts';

/** The status-bar item: there while anything is uploading, with the files uploaded of all batches. */
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

  async #show(): Promise<void> {
    // What it says is made by code that is loaded when there is something.
    const { statusOf } = await import('./transfers/transferTotals.ts');
    const status = statusOf(this.#transfers.running);
    if (status === undefined) {
      this.#item?.hide();
      return;
    }
    this.#item ??= this.#create();
    this.#item.text = status.text;
    this.#item.tooltip = status.tooltip;
    this.#item.show();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('porter.transfers', vscode.StatusBarAlignment.Left);
    item.name = vscode.l10n.t('Porter Uploads');
    item.command = 'porter.showTransfers' satisfies CommandId;
    return item;
  }
}
