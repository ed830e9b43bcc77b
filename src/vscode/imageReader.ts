import type { ExtensionContext } from 'vscode';
import type { Reader } from '../core/ports.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import type { DisposableReader } from '../node/ocr/readerOptions.ts';

/** What a reader is made for: another limit or engine wants another one. */
export interface ReaderSettings extends EngineChoice {
  /** Of one picture, in seconds. */
  readonly timeLimit: number;
  /** Of one picture, in pixels. */
  readonly pixelLimit: number;
}

/** The window's readers, one for each settings that were used: a worker is kept between readings, and goes when idle. */
export class ImageReader {
  readonly #context: ExtensionContext;
  readonly #readers = new Map<string, DisposableReader>();

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  /** @throws Problem of the engine; the signal's reason. */
  async get({ timeLimit, pixelLimit, ...choice }: ReaderSettings, signal: AbortSignal): Promise<Reader> {
    const key = JSON.stringify({ timeLimit, pixelLimit, ...choice });
    const known = this.#readers.get(key);
    if (known) return known;
    const { createReader } = await import('../node/ocr/createReader.ts');
    const options = { timeLimit, pixelLimit, assetsFolder: this.#context.asAbsolutePath('dist/ocr') };
    const reader = await createReader(choice, options, signal);
    this.#readers.set(key, reader);
    return reader;
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.dispose()));
  }
}
