import assert from 'node:assert/strict';
import type { Outcome, PlannedFile } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import { TransferQueue, type QueueOptions } from '../../../src/core/transferQueue.ts';
import { FakeClock } from './fakeClock.ts';
import { destination, failure, never } from './fakes.ts';
import { byteAt, bytesFile, FakeServer } from './fakeServer.ts';

const to = (server: FakeServer, more: Partial<Destination> = {}) =>
  destination(undefined, { session: server.protocol, ...more });

async function send(file: PlannedFile, where: Destination, how: QueueOptions = {}): Promise<Outcome> {
  await using queue = new TransferQueue({ clock: new FakeClock(), random: () => 0.5, ...how });
  const [outcome] = await queue.transfer([file], where, { signal: never });
  assert.ok(outcome);
  return outcome;
}

/** Checks that the server has the file, byte for byte. */
function assertStored(server: FakeServer, file: PlannedFile): void {
  const [bytes] = server.stored.values();
  assert.equal(bytes?.length, file.source.size);
  bytes.forEach((byte, position) => assert.equal(byte, byteAt(position)));
}

describe('an upload by session', () => {
  for (const parallel of [1, 4]) {
    it(`sends the file in parts, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const file = bytesFile(35);
      const outcome = await send(file, to(server));
      assert.ok(outcome.status === 'uploaded');
      assert.equal(outcome.url, 'http://example.com/s1');
      assert.deepEqual(server.log, ['begin', 'send 0-10', 'send 10-20', 'send 20-30', 'send 30-35', 'finish']);
      assertStored(server, file);
    });

    it(`sends a part again that broke off, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const file = bytesFile(35);
      let faults = 0;
      server.fault = ({ kind, part }) =>
        kind === 'send' && part?.start === 10 && ++faults === 1
          ? { error: failure({ networkCode: 'ECONNRESET' }), keeps: 4 }
          : undefined;
      const outcome = await send(file, to(server));
      assert.deepEqual([outcome.status, outcome.attempts], ['uploaded', 2]);
      assertStored(server, file);
    });
  }

  it('sends a small file in one request', async () => {
    const server = new FakeServer();
    const outcome = await send(bytesFile(19), to(server));
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(server.log, []);
  });
});
