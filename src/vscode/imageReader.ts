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

/** One reader a window, made on first use: its worker is kept between readings. */
export class ImageReader {
  readonly #context: ExtensionContext;
  #made: { readonly key: string; readonly reader: LocalReader } | undefined;

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  async get(settings: ReaderSettings): Promise<Reader> {
    const key = JSON.stringify(settings);
    if (this.#made?.key === key) return this.#made.reader;
    const { localReader } = await import('../node/ocr/localReader.ts');
    await this.dispose();
    const reader = localReader({ ...settings, assetsFolder: this.#context.asAbsolutePath('dist/ocr') });
    this.#made = { key, reader };
    return reader;
  }

  /** Ends the worker. */
  async dispose(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    await made?.reader.dispose();
  }
}
