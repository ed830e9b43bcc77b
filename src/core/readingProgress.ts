import type { PicturesOfFile } from './pictures.ts';

/** How far the reading of a batch is. */
export interface ReadingProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** `Source.path` of the picture that is being read; of several the one that got on last. */
  readonly file: string;
  /** Of the whole batch, 0 to 1: each file counts as much, however many pages it has. */
  readonly fraction: number;
}

/** Adds up how far the pictures are that are being read, some at the same time. */
export class ReadingTally {
  readonly #filesTotal: number;
  readonly #onProgress: (progress: ReadingProgress) => void;
  /** In files. */
  #ended = 0;
  #filesDone = 0;
  readonly #running = new Map<object, { readonly of: PicturesOfFile; fraction: number }>();

  constructor(filesTotal: number, onProgress: (progress: ReadingProgress) => void) {
    this.#filesTotal = filesTotal;
    this.#onProgress = onProgress;
  }

  /** A picture is about to be read. The returned function is told how far that is, 0 to 1. */
  begin(picture: object, file: string, of: PicturesOfFile): (fraction: number) => void {
    const running = { of, fraction: 0 };
    this.#running.set(picture, running);
    const report = (fraction: number) => {
      running.fraction = fraction;
      this.#report(file);
    };
    report(0);
    return report;
  }

  end(picture: object, of: PicturesOfFile): void {
    this.#running.delete(picture);
    this.#ended += 1 / of.count;
    of.ended++;
    if (of.ended === of.count) this.#filesDone++;
  }

  #report(file: string): void {
    const underWay = [...this.#running.values()].reduce((sum, { of, fraction }) => sum + fraction / of.count, 0);
    const filesTotal = this.#filesTotal;
    const fraction = Math.min(1, (this.#ended + underWay) / filesTotal);
    this.#onProgress({ filesDone: this.#filesDone, filesTotal, file, fraction });
  }
}
