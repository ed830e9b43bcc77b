/** The speed is mostly that of this much of the past, in milliseconds. */
const pastMs = 3000;

/** How fast one file goes, out of looks at it now and then. Times in milliseconds, all of one clock. */
export class MovingSpeed {
  #bytes: number;
  #lookedAt: number;
  #movedAt: number;
  #bytesPerSecond: number | undefined;

  constructor(bytes: number, now: number) {
    this.#bytes = bytes;
    this.#lookedAt = now;
    this.#movedAt = now;
  }

  /** Absent until it was looked at twice. */
  get bytesPerSecond(): number | undefined {
    return this.#bytesPerSecond;
  }

  /** Milliseconds since a byte moved. */
  stillFor(now: number): number {
    return now - this.#movedAt;
  }

  /** Fewer bytes than before: some were sent in vain. */
  look(bytes: number, now: number): void {
    const elapsed = now - this.#lookedAt;
    if (elapsed <= 0) return;
    const moved = Math.max(0, bytes - this.#bytes);
    const latest = (moved * 1000) / elapsed;
    const weight = this.#bytesPerSecond === undefined ? 1 : 1 - Math.exp(-elapsed / pastMs);
    this.#bytesPerSecond = (this.#bytesPerSecond ?? 0) * (1 - weight) + latest * weight;
    if (bytes !== this.#bytes) this.#movedAt = now;
    this.#bytes = bytes;
    this.#lookedAt = now;
  }
}
