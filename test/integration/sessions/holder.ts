/**
 * A process that does with an upload's place on disk what the lines of its standard input say, `open`, `save` or
 * `release`, and tells what came of each: `done`, or the code of the problem with its details.
 */
import { createInterface } from 'node:readline';
import { Problem } from '../../../src/core/problem.ts';
import type { SessionSlot } from '../../../src/core/transfer/sessionPort.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';

const [folder = ''] = process.argv.slice(2);
const store = sessionStore(folder);
const { signal } = new AbortController();
let slot: SessionSlot | undefined;

const deeds: Readonly<Record<string, () => Promise<void>>> = {
  open: async () =>
    void (slot = await store.open({ destination: 'web', file: { id: 'file:///a', path: 'a' } }, signal)),
  save: async () =>
    slot?.save({
      destination: 'web',
      target: 'https://example.com/',
      file: { id: 'file:///a', path: 'a', version: '1', size: 10_000_000 },
      begun: Date.now(),
      partSize: 1_000_000,
      // More than a page, so that a full disk has no room.
      state: { by: process.pid, note: 'x'.repeat(8192) },
    }),
  release: async () => slot?.release(),
};

console.log(`ready ${process.pid}`);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    await deeds[line]?.();
    console.log('done');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.log(`${error.code} ${JSON.stringify(error.details)}`);
  }
}
