import * as vscode from 'vscode';
import type { Progress } from '../core/model.ts';
import type { CommandId } from './contributions.ts';

/** One running batch, as the status bar counts it. */
export interface RunningTransfer extends Disposable {
  report(progress: Progress): void;
}

/** The status-bar item: there while anything is uploading, with the files done of all batches. */
export class TransferStatus implements vscode.Disposable {
  readonly #running = new Map<RunningTransfer, Progress | undefined>();
  #item: vscode.StatusBarItem | undefined;

  begin(): RunningTransfer {
    const transfer: RunningTransfer = {
      report: (progress) => {
        this.#running.set(transfer, progress);
        this.#show();
      },
      [Symbol.dispose]: () => {
        this.#running.delete(transfer);
        this.#show();
      },
    };
    this.#running.set(transfer, undefined);
    this.#show();
    return transfer;
  }

  dispose(): void {
    this.#item?.dispose();
  }

  #show(): void {
    if (this.#running.size === 0) {
      this.#item?.hide();
      return;
    }
    this.#item ??= this.#create();
    const known = [...this.#running.values()].filter((progress) => progress !== undefined);
    const done = known.reduce((sum, { filesDone }) => sum + filesDone, 0);
    const total = known.reduce((sum, { filesTotal }) => sum + filesTotal, 0);
    this.#item.text = total === 0 ? '$(sync~spin) Porter' : `$(sync~spin) Porter ${done}/${total}`;
    this.#item.tooltip =
      total === 0
        ? vscode.l10n.t('Porter gets files ready')
        : vscode.l10n.t('Porter uploads: {0} of {1} files done', done, total);
    this.#item.show();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('porter.transfers', vscode.StatusBarAlignment.Left);
    item.name = vscode.l10n.t('Porter Uploads');
    item.command = 'porter.showLog' satisfies CommandId;
    return item;
  }
}
