import assert from 'node:assert/strict';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import type { Outcome } from '../../../../src/core/model.ts';
import { upload } from '../../../../src/core/pipeline.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import { processEnds } from '../../../../src/core/transfer/transferOptions.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { untilCancelled } from '../fakes.ts';
import { start } from './batchRuns.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { faults, lost, send, to } from './sessionRuns.ts';

const big = bytesFile(35);
const other = bytesFile(45, { id: 'file:///chosen/other', path: 'other' });

describe('a file that is stopped before its turn came', () => {
  let server: FakeServer;
  let store: FakeStore;
  beforeEach(() => {
    [server, store] = [new FakeServer(), new FakeStore()];
  });

  /** An earlier run has begun the large file, and the server answers no other any more. */
  async function left(): Promise<void> {
    server.fault = faults('send', undefined, { error: lost });
    await send(big, to(server, { retries: 0 }), { sessions: store });
    server.fault = ({ signal }) => untilCancelled(signal);
  }

  const statusOf = (outcome: Outcome) =>
    `${outcome.file} ${outcome.status}${'continuable' in outcome ? ', continuable' : ''}`;

  /** Stops two files of which one is sent. */
  async function stopped(stop: (batch: Batch) => void, where: Destination = to(server)) {
    const { batch, outcomes } = start([other, big], where, { concurrency: 1, sessions: store });
    stop(batch);
    const ended = await outcomes;
    return ended.map(statusOf);
  }

  for (const [how, stop] of [
    ['with all', (batch: Batch) => batch.cancel()],
    ['and once more, and resumed', cancelledTwice],
  ] as const) {
    it(`stays as an earlier run left it when it is cancelled ${how}`, async () => {
      await left();
      assert.deepEqual(await stopped(stop), ['other cancelled', 'big cancelled, continuable']);
      const kept = await store.interrupted();
      assert.deepEqual(
        kept.map(({ file }) => file.path),
        ['big'],
      );
      server.fault = () => undefined;
      const outcome = await send(big, to(server), { sessions: store });
      assert.ok(outcome.status === 'uploaded' && outcome.resumedFrom);
    });
  }

  function cancelledTwice(batch: Batch): void {
    batch.cancel(big);
    batch.resume();
    batch.cancel();
  }

  it('is cancelled where its upload was begun elsewhere, or not at all', async () => {
    assert.deepEqual(await stopped((batch) => batch.cancel()), ['other cancelled', 'big cancelled']);
    await left();
    const elsewhere = to(server, { target: 'http://elsewhere.example/' });
    assert.deepEqual(await stopped((batch) => batch.cancel(), elsewhere), ['other cancelled', 'big cancelled']);
  });

  for (const [why, reason] of [
    ['it is cancelled', undefined],
    ['its process ends', processEnds],
  ] as const) {
    it(`stays, too, when ${why} while it is planned`, async () => {
      await left();
      const controller = new AbortController();
      const detect = () => {
        controller.abort(reason);
        return Promise.resolve(undefined);
      };
      const picky = to(server, { limits: { filesPerRequest: 1, allow: ['*/*'] } });
      const selection = [big, other].map(({ source }) => ({ kind: 'source' as const, source }));
      const services = { sniffer: { detect }, queue: new TransferQueue({ sessions: store }) };
      const outcomes = await upload(selection, picky, services, { signal: controller.signal });
      assert.deepEqual(outcomes.map(statusOf), ['big cancelled, continuable', 'other cancelled']);
    });
  }
});
