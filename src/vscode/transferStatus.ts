import * as vscode from 'vscode';
import type { CommandId } from './contributions.ts';
import { drawOnChange } from './transfers/drawOnChange.ts';
import type { Transfers } from './transfers/transfers.ts';

/** The status-bar item: there while anything is uploading, with the files uploaded of all batches. */
export class TransferStatus implements vscode.Disposable {
  readonly #drawing: vscode.Disposable;
  #item: vscode.StatusBarItem | undefined;

  constructor(transfers: Pick<Transfers, 'onDidChange' | 'running'>, log: Pick<vscode.LogOutputChannel, 'error'>) {
    this.#drawing = drawOnChange(transfers, log, async () => {
      const { statusOf } = await import('./transfers/transferTotals.ts');
      return () => this.#show(statusOf(transfers.running));
    });
  }

  dispose(): void {
    this.#drawing.dispose();
    this.#item?.dispose();
  }

  #show(status: { readonly text: string; readonly tooltip: string } | undefined): void {
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
