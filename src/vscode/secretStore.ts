import * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';
import { enterText } from './plainWindow.ts';

interface SecretKey {
  readonly name: string;
  readonly origin: string;
}

/**
 * The secrets of one run. Each is bound to an origin: another destination that names the same one gets its own. A
 * missing one is asked for once, also when several files wait for it and when the answer was Escape.
 */
export class SecretStore implements Secrets {
  readonly #storage: vscode.SecretStorage;
  readonly #token: vscode.CancellationToken;
  readonly #onAsking: (isAsking: boolean) => void;
  readonly #asked = new Map<string, { readonly key: SecretKey; readonly value: Promise<string | undefined> }>();

  /**
   * @param token takes the question back.
   * @param onAsking a person is asked, or has answered.
   */
  constructor(
    storage: vscode.SecretStorage,
    token: vscode.CancellationToken,
    onAsking: (isAsking: boolean) => void = () => undefined,
  ) {
    this.#storage = storage;
    this.#token = token;
    this.#onAsking = onAsking;
  }

  get(name: string, origin: string): Promise<string | undefined> {
    const key = { name, origin };
    const id = idOf(key);
    let entry = this.#asked.get(id);
    if (!entry) {
      entry = { key, value: this.#storedOrEntered(key) };
      this.#asked.set(id, entry);
    }
    return entry.value;
  }

  /** Whether this run used any: only then can a new one help against a refusal. */
  get used(): boolean {
    return this.#asked.size > 0;
  }

  /** Forgets what this run used, here and in the storage: the next run asks. */
  async forgetUsed(): Promise<void> {
    await Promise.all([...this.#asked.keys()].map((id) => this.#storage.delete(id)));
    this.#asked.clear();
  }

  async #storedOrEntered(key: SecretKey): Promise<string | undefined> {
    const stored = await this.#storage.get(idOf(key));
    if (stored !== undefined) return stored;
    const entered = await this.#entered(key);
    if (!entered) return undefined;
    await this.#storage.store(idOf(key), entered);
    return entered;
  }

  async #entered(key: SecretKey): Promise<string | undefined> {
    this.#onAsking(true);
    try {
      return await enterText(
        {
          title: vscode.l10n.t('Secret “{0}”', key.name),
          prompt: vscode.l10n.t('For {0} only. It is kept in the editor’s secret storage.', key.origin),
          password: true,
          ignoreFocusOut: true,
        },
        this.#token,
      );
    } finally {
      this.#onAsking(false);
    }
  }
}

function idOf({ name, origin }: SecretKey): string {
  return JSON.stringify([origin, name]);
}
