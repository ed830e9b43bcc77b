/** A part of a map along its longer side, in its pixels: what the network sees at once, and what of that is taken. */
export interface Tile {
  readonly from: number;
  readonly to: number;
  /** Neighbours take over where their overlap is halved. */
  readonly takenFrom: number;
  readonly takenTo: number;
}

/** The network halves its input five times. */
export const multiple = 32;
/** Largest part that the network sees, in pixels: each takes 55 bytes of memory while it computes. */
export const largestTile = 680_000;
/** Maps up to so many pixels are seen at once; larger ones in an even number of parts, for two processors. */
const leastShared = 300_000;
/** What two neighbours both see: about two lines of text. */
const overlap = 128;

/**
 * Tiles of one length that cover a map along its longer side; one where it is small.
 *
 * @param length of the longer side, a multiple of 32, as is
 * @param breadth the shorter side, 1280 at most.
 */
export function tilesOf(length: number, breadth: number): readonly Tile[] {
  const longest = Math.floor(largestTile / breadth / multiple) * multiple;
  if (length * breadth <= leastShared) return [{ from: 0, to: length, takenFrom: 0, takenTo: length }];
  const count = 2 * Math.ceil((length - overlap) / (longest - overlap) / 2);
  const size = Math.ceil((length + (count - 1) * overlap) / count / multiple) * multiple;
  const starts = Array.from({ length: count }, (_, index) => Math.round((index * (length - size)) / (count - 1)));
  const seams = starts.slice(1).map((from, index) => Math.round((from + (starts[index] ?? 0) + size) / 2));
  return starts.map((from, index) => ({
    from,
    to: from + size,
    takenFrom: seams[index - 1] ?? 0,
    takenTo: seams[index] ?? length,
  }));
}
