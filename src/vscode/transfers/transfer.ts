import type { Batch, TransferItem, TransferState } from '../../core/transfer/batch.ts';
import type { PlannedFile, Progress } from '../../core/model.ts';
import type { Problem } from '../../core/problem.ts';
import type { Retry } from '../../core/transfer/transferOptions.ts';
import { MovingSpeed } from './movingSpeed.ts';

/** What a transfer asks of who shows it. */
interface TransferHooks {
  /** Ends all of it, also what comes before the first byte. */
  readonly cancel: () => void;
  /** Called when there is something else to show; it need not be shown at once. */
  readonly onChange: () => void;
  /** Called when a person did something, which is shown at once. */
  readonly onAction: () => void;
  readonly onEnd: () => void;
}

/** When something is tried again, and why. */
export interface Wait {
  readonly problem: Problem;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** How many files of a batch stand where; states without any are absent. */
type StateCounts = Readonly<Partial<Record<TransferState, number>>>;

/** Files that were chosen together, from the command to the end: as the window shows them. */
export class Transfer implements Disposable {
  readonly destination: string;
  readonly #hooks: TransferHooks;
  readonly #waits = new Map<string, Wait>();
  #batch: Batch | undefined;
  #progress: Progress | undefined;
  #counts: StateCounts = {};
  #isAsking = false;
  #speeds: ReadonlyMap<PlannedFile, MovingSpeed> = new Map();

  constructor(destination: string, hooks: TransferHooks) {
    this.destination = destination;
    this.#hooks = hooks;
  }

  /** Absent while files are got ready. */
  get items(): readonly TransferItem[] | undefined {
    return this.#batch?.items;
  }

  /** Absent until the first byte may leave. */
  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Seconds since a byte moved, when that is long and not for want of a person's answer. */
  get stalledSeconds(): number | undefined {
    return this.#isAsking ? undefined : this.#progress?.stalledSeconds;
  }

  /** Whether it waits for a secret that a person is asked for. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** As of the last `recount`. */
  get counts(): StateCounts {
    return this.#counts;
  }

  /** Whether nothing of it goes on until a person says so. */
  get isPaused(): boolean {
    const { waiting, sending, retrying, paused } = this.#counts;
    return paused !== undefined && (waiting ?? sending ?? retrying) === undefined;
  }

  /** How fast a file goes that is being sent. */
  speedOf(file: PlannedFile): MovingSpeed | undefined {
    return this.#speeds.get(file);
  }

  /** Looks at every file, once for all who show them. */
  recount(): void {
    const now = Date.now();
    const counts: Partial<Record<TransferState, number>> = {};
    const speeds = new Map<PlannedFile, MovingSpeed>();
    const retrying = new Set<string>();
    for (const { file, state, bytesDone, bytesFound = 0 } of this.items ?? []) {
      counts[state] = (counts[state] ?? 0) + 1;
      if (state === 'retrying') retrying.add(file.source.path);
      if (state !== 'sending') continue;
      const bytesMoved = bytesDone - bytesFound;
      const speed = this.#speeds.get(file) ?? new MovingSpeed(bytesMoved, now);
      speed.look(bytesMoved, now);
      speeds.set(file, speed);
    }
    for (const path of this.#waits.keys()) if (!retrying.has(path)) this.#waits.delete(path);
    this.#counts = counts;
    this.#speeds = speeds;
  }

  /** What the file waits for before it is tried again. */
  waitOf({ source }: PlannedFile): Wait | undefined {
    const wait = this.#waits.get(source.path);
    return wait && wait.until > Date.now() ? wait : undefined;
  }

  /** The wait that ends first. */
  get nextWait(): Wait | undefined {
    let next: Wait | undefined;
    for (const [path, wait] of this.#waits) {
      if (wait.until <= Date.now()) this.#waits.delete(path);
      else if (next === undefined || wait.until < next.until) next = wait;
    }
    return next;
  }

  begin(batch: Batch): void {
    this.#batch = batch;
    this.#hooks.onChange();
  }

  report(progress: Progress): void {
    this.#progress = progress;
    this.#hooks.onChange();
  }

  retry({ files, problem, delayMs }: Retry): void {
    for (const file of files) this.#waits.set(file, { problem, until: Date.now() + delayMs });
    this.#hooks.onChange();
  }

  /** A person is asked for a secret, or has answered. */
  asks(isAsking: boolean): void {
    this.#isAsking = isAsking;
    this.#hooks.onChange();
  }

  pause(file?: PlannedFile): void {
    this.#batch?.pause(file);
    this.#hooks.onAction();
  }

  /** Whether pausing would hold anything now: a request that is not safe to repeat ends first. */
  mayPause(file?: PlannedFile): boolean {
    return this.#batch?.mayPause(file) ?? false;
  }

  resume(file?: PlannedFile): void {
    this.#batch?.resume(file);
    this.#hooks.onAction();
  }

  /** One file of it, or all. */
  cancel(file?: PlannedFile): void {
    if (file) this.#batch?.cancel(file);
    else this.#hooks.cancel();
    this.#hooks.onAction();
  }

  /** It has ended. */
  [Symbol.dispose](): void {
    this.#hooks.onEnd();
  }
}
