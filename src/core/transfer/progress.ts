import type { Progress } from '../model.ts';
import type { Clock } from '../ports.ts';

/** At most one report in this time. */
const throttleMs = 150;
/** The speed is that of this much of the past. */
const windowMs = 5_000;

/** A speed of less than this says little about the time left. */
const leastMs = 1_000;

/** So long without a byte is worth saying. */
const stallMs = 5_000;

interface Sample {
  readonly at: number;
  readonly moved: number;
}

/**
 * Counts the bytes and files of a batch and reports them, throttled. Bytes of an attempt that failed are taken back;
 * the whole is reported only when the last file has ended.
 */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #report: (progress: Progress) => void;
  readonly #filesTotal: number;
  #filesDone = 0;
  #filesFailed = 0;
  #filesUnknown = 0;
  #bytesTotal: number;
  #bytesDone = 0;
  /** All bytes that went out, those of failed attempts too: what the speed is made of. */
  #moved = 0;
  readonly #begunAt: number;
  #movedAt: number;
  #samples: Sample[];
  #reportedAt = -Infinity;
  /** The next report, when there is one to make. */
  #due: Disposable | undefined;

  constructor(total: { files: number; bytes: number }, clock: Clock, report: (progress: Progress) => void) {
    this.#filesTotal = total.files;
    this.#bytesTotal = total.bytes;
    this.#clock = clock;
    this.#report = report;
    this.#begunAt = clock.now();
    this.#movedAt = this.#begunAt;
    this.#samples = [{ at: this.#begunAt, moved: 0 }];
  }

  /** From now on bytes should move. */
  start(): void {
    this.#movedAt = this.#clock.now();
  }

  /** More bytes are done, or fewer (negative); `moved`: they went out just now. */
  add(bytes: number, moved = true): void {
    this.#bytesDone += bytes;
    if (moved && bytes > 0) {
      this.#moved += bytes;
      this.#movedAt = this.#clock.now();
    }
    this.tick();
  }

  /** A file was uploaded. */
  end(): void {
    this.#filesDone++;
    this.tick();
  }

  /** A file ended otherwise, so that its bytes are left out; `isUnknown`: it may be there all the same. */
  fail(bytes: number, isUnknown = false): void {
    this.#filesDone++;
    if (isUnknown) this.#filesUnknown++;
    else this.#filesFailed++;
    this.#bytesTotal -= bytes;
    this.tick();
  }

  /** Reports, when it is time: also when nothing moves, which is worth saying. */
  tick(): void {
    const now = this.#clock.now();
    const complete = this.#filesDone >= this.#filesTotal;
    const dueMs = this.#reportedAt + throttleMs - now;
    if (dueMs > 0 && !complete) {
      // It may be the last for long: of a batch that is paused, for one.
      this.#due ??= this.#clock.every(dueMs, () => this.tick());
      return;
    }
    this.#due?.[Symbol.dispose]();
    this.#due = undefined;
    this.#reportedAt = now;
    const bytesPerSecond = this.#speed(now);
    // Whatever the network took, nothing is complete before the last answer.
    const bytesDone = complete ? this.#bytesDone : Math.min(this.#bytesDone, Math.max(0, this.#bytesTotal - 1));
    const stalled = complete ? undefined : stalledSeconds(now - this.#movedAt);
    const bytesLeft = this.#bytesTotal - this.#bytesDone;
    this.#report({
      filesDone: this.#filesDone,
      ...(this.#filesFailed > 0 ? { filesFailed: this.#filesFailed } : {}),
      ...(this.#filesUnknown > 0 ? { filesUnknown: this.#filesUnknown } : {}),
      filesTotal: this.#filesTotal,
      bytesDone,
      bytesTotal: this.#bytesTotal,
      bytesPerSecond,
      ...(bytesPerSecond > 0 && bytesLeft > 0 && now - this.#begunAt >= leastMs
        ? { secondsLeft: bytesLeft / bytesPerSecond }
        : {}),
      ...(stalled === undefined ? {} : { stalledSeconds: stalled }),
    });
  }

  #speed(now: number): number {
    this.#samples.push({ at: now, moved: this.#moved });
    // One sample older than the window stays, so that the window is full.
    while ((this.#samples[1]?.at ?? now) <= now - windowMs) this.#samples.shift();
    const oldest = this.#samples[0] ?? { at: now, moved: this.#moved };
    const elapsed = now - oldest.at;
    return elapsed > 0 ? ((this.#moved - oldest.moved) * 1000) / elapsed : 0;
  }
}

/** How long no byte has moved, once that is worth saying. */
export function stalledSeconds(ms: number): number | undefined {
  return ms >= stallMs ? ms / 1000 : undefined;
}

/** How many files are there: what failed has ended, but is not to look as if it were. */
export function filesUploaded({
  filesDone,
  filesFailed = 0,
  filesUnknown = 0,
}: Pick<Progress, 'filesDone' | 'filesFailed' | 'filesUnknown'>): number {
  return filesDone - filesFailed - filesUnknown;
}

/** Whether how many bytes are done says anything: not where all that has any failed. */
export function areBytesTold({
  filesFailed = 0,
  filesUnknown = 0,
  bytesTotal,
}: Pick<Progress, 'filesFailed' | 'filesUnknown' | 'bytesTotal'>): boolean {
  return bytesTotal > 0 || filesFailed + filesUnknown === 0;
}

/** Whole percent, 100 only when all is done and nothing failed. */
export function percentDone({
  filesTotal,
  bytesDone,
  bytesTotal,
  ...files
}: Pick<Progress, 'filesDone' | 'filesFailed' | 'filesUnknown' | 'filesTotal' | 'bytesDone' | 'bytesTotal'>): number {
  const uploaded = filesUploaded(files);
  if (uploaded >= filesTotal) return 100;
  const fraction = bytesTotal > 0 ? bytesDone / bytesTotal : uploaded / filesTotal;
  return Math.min(99, Math.floor(fraction * 100));
}
