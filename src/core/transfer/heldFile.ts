import type { ByteRange } from '../model.ts';
import { endOfHeld, isWithin } from './parts.ts';
import { Problem } from '../problem.ts';
import type { HeldPart } from './sessionPort.ts';

/** Hears how many bytes of a file are done; `moved`: the difference went out just now. */
export type OnBytes = (bytes: number, moved: boolean) => void;

/** What a server has of a file, as it says itself, and what is on its way there. */
export class HeldFile {
  readonly #size: number;
  readonly #host: string;
  readonly #onBytes: OnBytes;
  #parts: HeldPart[] = [];
  #acknowledged = 0;
  #end = 0;
  #inFlight = 0;
  #isOut = false;
  #most = 0;

  /** @param host that problems name. */
  constructor(size: number, host: string, onBytes: OnBytes) {
    this.#size = size;
    this.#host = host;
    this.#onBytes = onBytes;
  }

  /** In the order of the file. */
  get parts(): readonly HeldPart[] {
    return this.#parts.toSorted((a, b) => a.start - b.start);
  }

  /** In bytes. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Whether all of it was sent since the server told what it has, so that it may have the whole. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** Where that ends which the server has without a gap from the beginning. */
  get end(): number {
    return this.#end;
  }

  /**
   * The server tells all that it has.
   *
   * @returns whether that is more than ever before.
   * @throws Problem `answerInvalid` when it cannot have that.
   */
  replace(parts: readonly HeldPart[]): boolean {
    for (const part of parts) this.#check(part, { start: 0, end: this.#size });
    this.#parts = [...parts];
    this.#acknowledged = parts.reduce((sum, { start, end }) => sum + end - start, 0);
    this.#end = endOfHeld(parts);
    this.#isOut = this.#size > 0 && this.#end === this.#size;
    this.#tell(false);
    return this.#isMost();
  }

  /**
   * The server tells what it took of a part.
   *
   * @returns whether it has more than ever before.
   * @throws Problem `answerInvalid` when it cannot have that.
   */
  add(held: HeldPart, part: ByteRange): boolean {
    this.#check(held, part);
    if (held.end < part.end) this.#isOut = false;
    this.#parts.push(held);
    this.#acknowledged += held.end - held.start;
    if (held.start === this.#end) this.#end = held.end;
    return this.#isMost();
  }

  /** An earlier run may have sent all of it. */
  mayBeOut(): void {
    this.#isOut = true;
  }

  /** The server did not take a part. */
  refused(): void {
    this.#isOut = false;
  }

  /** Counts a part that is under way, until it is `landed`. */
  flight(): { readonly onBytes: (bytes: number) => void; readonly landed: () => void } {
    let counted = 0;
    let isOpen = true;
    const onBytes = (bytes: number) => {
      if (!isOpen) return;
      this.#inFlight += bytes - counted;
      counted = bytes;
      this.#isOut ||= this.#acknowledged + this.#inFlight >= this.#size;
      this.#tell(true);
    };
    const landed = () => {
      isOpen = false;
      this.#inFlight -= counted;
      this.#tell(true);
    };
    return { onBytes, landed };
  }

  #check(held: HeldPart, within: ByteRange): void {
    if (isWithin(held, within)) return;
    const reason = `it says that it has bytes ${held.start} to ${held.end}, which were not sent`;
    throw new Problem('answerInvalid', { host: this.#host, reason });
  }

  #tell(moved: boolean): void {
    this.#onBytes(Math.min(this.#acknowledged + this.#inFlight, this.#size), moved);
  }

  #isMost(): boolean {
    const isMore = this.#acknowledged > this.#most;
    this.#most = Math.max(this.#most, this.#acknowledged);
    return isMore;
  }
}
