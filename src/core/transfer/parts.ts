import type { ByteRange, PlannedFile } from '../model.ts';
import { Problem } from '../problem.ts';
import type { HeldPart, PartLimits } from './sessionPort.ts';

/**
 * The size of every part but the last, in bytes: what is wanted, or more where there would be too many parts.
 *
 * @throws Problem `tooLarge` when parts cannot be that large.
 */
export function partSizeFor({ source }: PlannedFile, limits: PartLimits, destination: string): number {
  const { partSize, multipleOf = 1, maxParts = Infinity, maxPartSize = Infinity } = limits;
  const roundUp = (size: number) => Math.ceil(size / multipleOf) * multipleOf;
  const size = roundUp(Math.max(partSize, Math.ceil(source.size / maxParts)));
  if (size <= maxPartSize || source.size <= maxPartSize) return Math.min(size, maxPartSize);
  const limit = Math.floor(maxPartSize / multipleOf) * multipleOf * maxParts;
  throw new Problem('tooLarge', { file: source.path, size: source.size, limit, destination });
}

/** The parts of a file that the server does not have, each as it begins at a multiple of the part size. */
export function missingParts(size: number, partSize: number, held: readonly HeldPart[]): ByteRange[] {
  const endOf = new Map(held.map(({ start, end }) => [start, end]));
  const missing: ByteRange[] = [];
  for (let start = 0; start < size; start += partSize) {
    const end = Math.min(start + partSize, size);
    if (endOf.get(start) !== end) missing.push({ start, end });
  }
  return missing;
}

/** Where the ranges end that follow on one another from the beginning of the file. */
export function endOfHeld(held: readonly HeldPart[]): number {
  return held.toSorted((a, b) => a.start - b.start).reduce((end, part) => (part.start === end ? part.end : end), 0);
}

/** Whether the parts are the file: all of it, in its order, nothing twice. */
export function isWhole(held: readonly HeldPart[], size: number): boolean {
  let end = 0;
  for (const part of held) {
    if (part.start !== end) return false;
    end = part.end;
  }
  return end === size;
}

/** Whether a range is one, and lies in the other. */
export function isWithin({ start, end }: ByteRange, outer: ByteRange): boolean {
  return (
    Number.isSafeInteger(start) && Number.isSafeInteger(end) && outer.start <= start && start <= end && end <= outer.end
  );
}
