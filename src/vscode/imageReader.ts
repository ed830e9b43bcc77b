import type { ExtensionContext } from 'vscode';
import { SecretMask } from '../core/maskSecrets.ts';
import { createReader, type EngineChoice } from '../node/ocr/createReader.ts';
import type { DisposableReader, ReaderOptions } from '../node/ocr/readerOptions.ts';
import { networkSettings } from './networkSettings.ts';
import type { ReadingSettings } from './settings.ts';

/** Of one picture. */
type ReadingLimits = Pick<ReadingSettings, 'timeLimit' | 'pixelLimit'>;

/**
 * The window's readers, one for each settings that were used: a worker is kept between readings, and goes when idle.
 */
export class ImageReader {
  readonly #context: ExtensionContext;
  readonly #readers = new Map<string, DisposableReader>();

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  /** @throws Problem of the engine; the signal's reason. */
  async get(choice: EngineChoice, limits: ReadingLimits, signal: AbortSignal): Promise<DisposableReader> {
    const options = this.#options(limits);
    const network = networkSettings();
    const key = JSON.stringify([choice, options, network]);
    const known = this.#readers.get(key);
    if (known) return known;
    const access = { env: process.env, mask: new SecretMask(), network };
    const reader = await createReader(choice, options, access, signal);
    this.#readers.set(key, reader);
    return reader;
  }

  #options({ timeLimit, pixelLimit }: ReadingLimits): ReaderOptions {
    return { timeLimit, pixelLimit, assetsFolder: this.#context.asAbsolutePath('dist/ocr') };
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.dispose()));
  }
}
