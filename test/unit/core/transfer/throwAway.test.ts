import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../../src/core/transfer/sessionPort.ts';
import { throwAway } from '../../../../src/core/transfer/throwAway.ts';
import { never } from '../fakes.ts';
import { FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';

const running: SessionRecord = {
  destination: 'web',
  target: 'http://example.com/',
  file: { id: 'file:///a', path: 'a', version: '1', size: 35 },
  begun: 1,
  partSize: 10,
  state: { id: 's0' },
};
const record: SessionRecord = { ...running, abandoned: true };

describe('Throwing away what was given up', () => {
  for (const [what, noted, left] of [
    ['forgets it', record, 0],
    ['leaves alone what was begun and given up since then', { ...record, begun: 2 }, 1],
    ['leaves alone what goes on', running, 1],
  ] as const) {
    it(what, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      store.records.set('web file:///a', noted);
      await throwAway(record, server.protocol, store, never);
      assert.deepEqual([server.log, store.records.size, store.taken.size], [['abandon'], left, 0]);
    });
  }
});
