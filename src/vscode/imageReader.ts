import type { ExtensionContext } from 'vscode';
import type { Reader } from '../core/ports.ts';
import type { LocalReader } from '../node/ocr/localReader.ts';

/** What a reader is made for: another limit wants another one. */
export interface ReaderSettings {
  /** Of one picture, in seconds. */
  readonly timeLimit: number;
  /** Of one picture, in pixels. */
  readonly pixelLimit: number;
}

/** The window's readers, one for each settings that were used: a worker is kept between readings, and goes when idle. */
export class ImageReader {
  readonly #context: ExtensionContext;
  readonly #readers = new Map<string, LocalReader>();

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  async get(settings: ReaderSettings): Promise<Reader> {
    const { localReader } = await import('../node/ocr/localReader.ts');
    const key = JSON.stringify(settings);
    const reader =
      this.#readers.get(key) ?? localReader({ ...settings, assetsFolder: this.#context.asAbsolutePath('dist/ocr') });
    this.#readers.set(key, reader);
    return reader;
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.dispose()));
  }
}
