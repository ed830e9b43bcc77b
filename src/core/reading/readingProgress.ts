import type { PicturesOfFile } from './pictures.ts';
import type { Clock } from '../ports.ts';

/** The pace is that of this much of the past, in milliseconds: pictures that were read before go faster than others. */
const windowMs = 10_000;
/** A pace of less than this says little about the time left. */
const leastMs = 2_000;

/** How far the reading of a batch is. */
export interface ReadingProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** `Source.path` of the picture that is being read; of several the one that got on last. */
  readonly file: string;
  /** Pages of the document that this is one of, else 1. */
  readonly pages: number;
  /** Of the whole batch, 0 to 1: each file counts as much, however many pages it has. */
  readonly fraction: number;
  /** Absent until a picture has been read. */
  readonly secondsLeft?: number;
}

/** Adds up how far the pictures are that are being read, some at the same time. */
export class ReadingTally {
  readonly #filesTotal: number;
  readonly #clock: Clock;
  readonly #onProgress: (progress: ReadingProgress) => void;
  /** In files. */
  #ended = 0;
  #filesDone = 0;
  readonly #running = new Map<object, { readonly of: PicturesOfFile; fraction: number }>();
  /** How far the batch was when, the oldest of the window first. */
  #samples: { readonly at: number; readonly fraction: number }[];

  constructor(filesTotal: number, clock: Clock, onProgress: (progress: ReadingProgress) => void) {
    this.#filesTotal = filesTotal;
    this.#clock = clock;
    this.#samples = [{ at: clock.now(), fraction: 0 }];
    this.#onProgress = onProgress;
  }

  /** A picture is about to be read. The returned function is told how far that is, 0 to 1. */
  begin(picture: object, file: string, of: PicturesOfFile): (fraction: number) => void {
    const running = { of, fraction: 0 };
    this.#running.set(picture, running);
    const report = (fraction: number) => {
      running.fraction = fraction;
      this.#report(file, of.count);
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

  #report(file: string, pages: number): void {
    const underWay = [...this.#running.values()].reduce((sum, { of, fraction }) => sum + fraction / of.count, 0);
    const filesTotal = this.#filesTotal;
    const fraction = Math.min(1, (this.#ended + underWay) / filesTotal);
    const secondsLeft = this.#secondsLeft(fraction);
    const done = { filesDone: this.#filesDone, filesTotal, file, pages, fraction };
    this.#onProgress(secondsLeft === undefined ? done : { ...done, secondsLeft });
  }

  #secondsLeft(fraction: number): number | undefined {
    const at = this.#clock.now();
    this.#samples.push({ at, fraction });
    // One sample older than the window stays, so that the window is full.
    while ((this.#samples[1]?.at ?? at) <= at - windowMs) this.#samples.shift();
    const [oldest = { at, fraction }] = this.#samples;
    const elapsed = at - oldest.at;
    const got = fraction - oldest.fraction;
    if (this.#ended === 0 || elapsed < leastMs || got <= 0) return undefined;
    return ((1 - fraction) * elapsed) / got / 1000;
  }
}
