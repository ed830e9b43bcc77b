/** In milliseconds. What takes longer is not in the system's memory. */
const slow = 5;

/** In milliseconds: so long is looked at, as single reads take longer by chance. */
const span = 40;

/** Where less of the time is read, as over TLS, another thread costs more than it saves. */
const large = 0.25;

/** How much of the time of sending a file its reading takes, to see whether another thread should do it. */
export class ReadingShare {
  #since: number | undefined;
  #reading = 0;

  /** Whether it is large, now that one more read has taken from `began` to `ended`, both in milliseconds. */
  isLarge(began: number, ended: number): boolean {
    this.#since ??= began;
    this.#reading += ended - began;
    if (ended - began > slow) return true;
    const passed = ended - this.#since;
    if (passed < span) return false;
    const share = this.#reading / passed;
    this.#since = ended;
    this.#reading = 0;
    return share > large;
  }
}
