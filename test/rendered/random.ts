/** Without those that are taken for digits. */
const letters = 'ABCDEFGHJKLMNPRTUVWXY';

/** Numbers that look random and are the same for the same seed (mulberry32, Tommy Ettinger). */
export class Random {
  private state: number;

  constructor(seed: number) {
    // Neighbouring seeds are spread, so that their first numbers differ.
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  pick<T>(list: readonly T[]): T {
    const index = Math.floor(this.next() * list.length);
    if (index >= list.length) throw new Error('There is nothing to pick from');
    return list[index] as T;
  }

  /** So many different ones, in random order. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const rest = [...list];
    return Array.from({ length: Math.min(count, rest.length) }, () => {
      const [one] = rest.splice(Math.floor(this.next() * rest.length), 1);
      return one as T;
    });
  }

  /** A digit for each `#` and a capital letter for each `@` of the pattern; a first digit is never 0. */
  filled(pattern: string): string {
    return pattern.replace(/[#@]/g, (sign, index) => {
      if (sign === '@') return letters.charAt(this.integer(0, letters.length - 1));
      return String(this.integer(index === 0 || !/[#\d]/.test(pattern[Number(index) - 1] ?? '') ? 1 : 0, 9));
    });
  }
}
