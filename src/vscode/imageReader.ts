import type { ExtensionContext } from 'vscode';
import { SecretMask } from '../core/maskSecrets.ts';
import type { Reader } from '../core/ports.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import type { DisposableReader } from '../node/ocr/readerOptions.ts';
import { networkSettings } from './networkSettings.ts';
import type { ReadingSettings } from './settings.ts';

/** The window's readers, one for each settings that were used: a worker is kept between readings, and goes when idle. */
export class ImageReader {
  readonly #context: ExtensionContext;
  readonly #readers = new Map<string, DisposableReader>();

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  /** @throws Problem of the engine; the signal's reason. */
  async get(
    choice: EngineChoice,
    limits: Pick<ReadingSettings, 'timeLimit' | 'pixelLimit'>,
    signal: AbortSignal,
  ): Promise<Reader> {
    const { timeLimit, pixelLimit } = limits;
    const network = networkSettings();
    const key = JSON.stringify([choice, timeLimit, pixelLimit, network]);
    const known = this.#readers.get(key);
    if (known) return known;
    const { createReader } = await import('../node/ocr/createReader.ts');
    const options = { timeLimit, pixelLimit, assetsFolder: this.#context.asAbsolutePath('dist/ocr') };
    const access = { env: process.env, mask: new SecretMask(), network };
    const reader = await createReader(choice, options, access, signal);
    this.#readers.set(key, reader);
    return reader;
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.dispose()));
  }
}
