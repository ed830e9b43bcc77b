import type { CancellationToken } from 'vscode';
import type { Secrets } from '../core/ports.ts';
import { idOf, type SecretBoxes, type SecretKey } from './secretBoxes.ts';

/**
 * The secrets of one run. A missing one is asked for once, also when several files wait for it and when the answer was
 * Escape.
 */
export class SecretStore implements Secrets {
  readonly #boxes: SecretBoxes;
  readonly #token: CancellationToken;
  readonly #onAsking: (isAsking: boolean) => void;
  readonly #asked = new Map<string, { readonly key: SecretKey; readonly value: Promise<string | undefined> }>();

  /**
   * @param token takes the question back.
   * @param onAsking a person is asked, or has answered.
   */
  constructor(boxes: SecretBoxes, token: CancellationToken, onAsking: (isAsking: boolean) => void = () => undefined) {
    this.#boxes = boxes;
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
    await Promise.all(Array.from(this.#asked.values(), ({ key }) => this.#boxes.forget(key)));
    this.#asked.clear();
  }

  async #storedOrEntered(key: SecretKey): Promise<string | undefined> {
    const stored = await this.#boxes.stored(key);
    if (stored !== undefined) return stored;
    this.#onAsking(true);
    try {
      return await this.#boxes.enter(key, this.#token);
    } finally {
      this.#onAsking(false);
    }
  }
}
