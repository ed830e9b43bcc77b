import type { Destination } from '../ports.ts';
import type { SessionStore } from './sessionPort.ts';

/** `Source.id` of the files that another run can go on with, whatever becomes of them in this one. */
export async function leftByEarlierRuns(
  { name, target }: Destination,
  store: SessionStore | undefined,
): Promise<ReadonlySet<string>> {
  const records = await store?.interrupted(new AbortController().signal).catch(() => []);
  const here = records?.filter((record) => record.destination === name && record.target === target) ?? [];
  return new Set(here.map(({ file }) => file.id));
}
