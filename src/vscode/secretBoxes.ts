import * as vscode from 'vscode';
import { enterText } from './plainWindow.ts';

/** What a secret belongs to: another origin that names the same one gets its own. */
export interface SecretKey {
  readonly name: string;
  readonly origin: string;
}

type Storage = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/**
 * The secrets of a window: those in the editor's storage, and boxes that ask for others, one after the other, as the
 * editor closes one when another opens.
 */
export class SecretBoxes {
  readonly #storage: Storage;
  /** Settles when no box is open. */
  #closed: Promise<unknown> = Promise.resolve();
  /** How often the box of each was closed by a person who entered nothing: Escape, or the palette in its place. */
  readonly #dismissed = new Map<string, number>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  stored(key: SecretKey): Thenable<string | undefined> {
    return this.#storage.get(idOf(key));
  }

  /**
   * Asks for it when its turn has come, unless it was entered meanwhile, or its box closed without that.
   *
   * @param token takes the question back.
   * @returns undefined when it was not entered.
   */
  enter(key: SecretKey, token: vscode.CancellationToken): Promise<string | undefined> {
    const dismissed = this.#dismissed.get(idOf(key));
    const turn = this.#closed.then(() => {
      const isOver = token.isCancellationRequested || this.#dismissed.get(idOf(key)) !== dismissed;
      return isOver ? undefined : this.#enterNow(key, token);
    });
    this.#closed = turn.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const cancelled = token.onCancellationRequested(() => resolve(undefined));
      void turn.then(resolve, reject).finally(() => void cancelled.dispose());
    });
  }

  forget(key: SecretKey): Thenable<void> {
    return this.#storage.delete(idOf(key));
  }

  async #enterNow(key: SecretKey, token: vscode.CancellationToken): Promise<string | undefined> {
    const stored = await this.stored(key);
    if (stored !== undefined) return stored;
    const options = {
      title: vscode.l10n.t('Secret “{0}”', key.name),
      prompt: vscode.l10n.t('For {0} only. It is kept in the editor’s secret storage.', key.origin),
      password: true,
      ignoreFocusOut: true,
      fault: (text: string) => (text === '' ? vscode.l10n.t('Enter the secret, or press Escape.') : undefined),
    };
    const entered = await enterText(options, token);
    if (!entered) {
      if (!token.isCancellationRequested) this.#dismissed.set(idOf(key), (this.#dismissed.get(idOf(key)) ?? 0) + 1);
      return undefined;
    }
    await this.#storage.store(idOf(key), entered);
    return entered;
  }
}

export function idOf({ name, origin }: SecretKey): string {
  return JSON.stringify([origin, name]);
}
