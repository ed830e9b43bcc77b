import type { Destination } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { SessionRecord } from './sessionPort.ts';
import { placeOf } from './targetPlace.ts';

/**
 * Why an interrupted upload is not gone on with: its destination has come to lead elsewhere, where whoever resumes it
 * may not want the file. Undefined where it leads to the same place.
 */
export function begunElsewhere(
  { target, file }: SessionRecord,
  destination: Destination,
): Problem<'begunElsewhere'> | undefined {
  if (target === destination.target) return undefined;
  return new Problem('begunElsewhere', { file: file.path, destination: destination.name, place: placeOf(target) });
}
