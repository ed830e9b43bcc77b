import type { Source } from '../../core/model.ts';
import { pdfType } from '../../core/pdfType.ts';
import type { ReadProgress } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import type { ImageRefusal } from './decodeImage.ts';
import { rangeBytes, wholeOf } from '../files/wholeSource.ts';
import { imageType } from './imageBytes.ts';
import { FileLender } from './lentFile.ts';
import { ReadingWorker, type FinalAnswer } from './readingWorker.ts';
import { Turns, untilAborted } from './turns.ts';
import { workerCount, type ReadAnswer, type ReadRequest, type WorkerSettings } from './workerMessages.ts';

export interface KeptWorkerOptions extends WorkerSettings {
  /** Folder that the build fills with what the worker loads: dist/ocr. */
  readonly assetsFolder: string;
  /** As it stands in problems. */
  readonly engine: string;
  /** Time limit of one picture, in seconds. */
  readonly timeLimit: number;
  /** Largest picture, in pixels. */
  readonly pixelLimit: number;
}

export interface AskOptions extends Pick<ReadRequest, 'byteLimit'> {
  readonly signal: AbortSignal;
  readonly onProgress?: ReadProgress | undefined;
}

/** A worker is replaced after so many pictures, */
const picturesPerWorker = 50;
/**
 * and when the process has grown by so many bytes a worker since it started: the memory of WebAssembly never shrinks.
 */
const mostGrowth = 320_000_000;
/** What the C library keeps of a worker that has ended, in bytes: the next one fills it again. */
const leftBehind = 50_000_000;
/** Of a larger file on this machine, in bytes, the worker asks for what it needs. */
const heldSize = 1_000_000;
/** A worker holds a hundred megabytes and more, so an idle one goes, after so many milliseconds. */
const idleTime = 60_000;

/** A reading worker that stays for the next picture, and is replaced when it failed. It does one picture at a time. */
export class KeptWorker {
  readonly #options: KeptWorkerOptions;
  readonly #heavyTurns: Turns;
  readonly #turns = new Turns();
  #worker: ReadingWorker | undefined;
  /** What the worker was asked. */
  #pictures = 0;
  /** Resident memory of the process without the worker, in bytes. */
  #memoryBefore = NaN;
  /** Of what the process holds before it, in bytes, what is left of another. */
  #left = 0;
  /** The next picture gets another worker. */
  #isSpent = false;
  /** The PDF that the worker has open. */
  #document: Source | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  /** @param heavyTurns of workers that should not decode large pictures at the same time. */
  constructor(options: KeptWorkerOptions, heavyTurns = new Turns()) {
    this.#options = options;
    this.#heavyTurns = heavyTurns;
  }

  /**
   * What is wanted of a picture.
   *
   * @throws Problem as `Reader.read`; the signal's reason.
   */
  ask<W extends ReadRequest['want']>(
    source: Source,
    want: W,
    options: AskOptions,
  ): Promise<Extract<ReadAnswer, { kind: W }>> {
    return this.#turns.take(() => this.#askNow(source, want, options), options.signal);
  }

  /** Ends the thread; another picture would start a new one. */
  async dispose(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#document = undefined;
    await worker?.end();
  }

  async #askNow<W extends ReadRequest['want']>(
    source: Source,
    want: W,
    { signal, onProgress = () => undefined, byteLimit }: AskOptions,
  ): Promise<Extract<ReadAnswer, { kind: W }>> {
    clearTimeout(this.#idleTimer);
    const { timeLimit, pixelLimit } = this.#options;
    let lender: FileLender | undefined;
    try {
      const mediaType = this.#hasOpen(source) ? undefined : await imageType(source, signal);
      if (mediaType && source.read && source.size > heldSize) lender = new FileLender(source, signal);
      const file =
        mediaType === undefined
          ? undefined
          : { mediaType, bytes: lender?.lent ?? (await rangeBytes(source, wholeOf(source), signal)) };
      const request = { file, page: source.page, pixelLimit, want, byteLimit };
      let timeLeft = timeLimit * 1000;
      const ask = async (request: ReadRequest): Promise<FinalAnswer> => {
        const worker = await this.#workerForNext(signal);
        const start = performance.now();
        const answer = await worker.ask(request, { signal, timeLimit: timeLeft, onProgress });
        timeLeft -= performance.now() - start;
        const growth = (process.memoryUsage.rss() - this.#memoryBefore) / workerCount(this.#options);
        this.#isSpent ||= this.#pictures >= picturesPerWorker || growth > mostGrowth;
        return answer;
      };
      const first = await ask(request);
      const answer =
        first.kind === 'heavy' ? await this.#inTwoWorkers({ ...request, file: first.file }, ask, signal) : first;
      const isOpen = answer.kind === want && (mediaType === undefined || mediaType === pdfType);
      this.#document = isOpen ? source : undefined;
      // What state its decoder is in is unknown.
      if (lender?.failed) this.#isSpent = true;
      lender?.requireRead();
      if (isOf(answer, want)) return answer;
      throw this.#problemOf(answer, source.path);
    } finally {
      lender?.close();
      this.#idleTimer = setTimeout(() => void this.dispose(), idleTime).unref();
    }
  }

  /** Decodes in one worker and reads in another, so that the memory of both is not needed at the same time. */
  async #inTwoWorkers(
    request: ReadRequest,
    ask: (request: ReadRequest) => Promise<FinalAnswer>,
    signal: AbortSignal,
  ): Promise<FinalAnswer> {
    const decoded = await this.#heavyTurns.take(async () => {
      // One that has done nothing else has nothing else in memory.
      this.#isSpent = this.#pictures > 1;
      const answer = await ask({ ...request, want: 'pixels' });
      await this.#worker?.end();
      return answer;
    }, signal);
    return decoded.kind === 'pixels' ? ask({ ...request, file: undefined, decoded }) : decoded;
  }

  /** The worker, where it reads the next picture too. */
  get #current(): ReadingWorker | undefined {
    return this.#isSpent || this.#worker?.ended ? undefined : this.#worker;
  }

  /** The sources of a document's pages have in common how it is read. */
  #hasOpen(source: Source): boolean {
    return this.#current !== undefined && source.open === this.#document?.open;
  }

  async #workerForNext(signal: AbortSignal): Promise<ReadingWorker> {
    this.#pictures++;
    if (this.#current) return this.#current;
    // The memory of one is let go of before there is another.
    if (this.#worker) await untilAborted(this.#worker.end(), signal);
    const { assetsFolder, threads, workers, languageFiles } = this.#options;
    this.#memoryBefore = process.memoryUsage.rss() - this.#left;
    this.#left = leftBehind;
    this.#worker = new ReadingWorker(assetsFolder, { threads, workers, languageFiles });
    this.#pictures = 1;
    this.#isSpent = false;
    return this.#worker;
  }

  #problemOf(answer: FinalAnswer, file: string): Problem {
    const { engine, timeLimit, pixelLimit } = this.#options;
    switch (answer.kind) {
      case 'refused':
        return refusalProblem(answer.refusal, file, pixelLimit);
      case 'timedOut':
        return new Problem('readingTimedOut', { file, seconds: timeLimit });
      case 'failed':
        // What state it is in is unknown.
        this.#isSpent = true;
        return new Problem('engineFailed', { engine, reason: answer.reason });
      default:
        return new Problem('engineFailed', { engine, reason: 'it answered something else' });
    }
  }
}

function isOf<W extends ReadRequest['want']>(answer: FinalAnswer, want: W): answer is Extract<ReadAnswer, { kind: W }> {
  return answer.kind === want;
}

function refusalProblem(refusal: ImageRefusal, file: string, pixelLimit: number): Problem {
  switch (refusal.kind) {
    case 'damaged':
      return new Problem('imageDamaged', { file, reason: refusal.reason });
    case 'locked':
      return new Problem('pdfLocked', { file });
    case 'tooLarge': {
      const { width, height } = refusal;
      return new Problem('imageTooLarge', { file, width, height, megapixels: pixelLimit / 1_000_000 });
    }
  }
}
