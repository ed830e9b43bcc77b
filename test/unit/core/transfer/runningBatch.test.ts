import assert from 'node:assert/strict';
import type { Progress } from '../../../../src/core/model.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, never, takesAll, type Send } from '../fakes.ts';
import { a, b, brief, c, Requests, start } from './batchRuns.ts';
import { settled } from './sessionRuns.ts';

describe('a batch', () => {
  it('tells where each file stands', async () => {
    const requests = new Requests();
    const sending: Send = (files, options) =>
      files[0] === b ? Promise.reject(failure({ status: 400 })) : requests.send(files, options);
    const { states, outcomes, batch } = start([a, b, c], destination(sending), { concurrency: 1 });
    assert.deepEqual(states(), ['a sending', 'b waiting', 'c waiting']);
    assert.equal(batch.items[0]?.bytesDone, 50);
    batch.cancel(c);
    assert.deepEqual(states(), ['a sending', 'b waiting', 'c cancelled']);
    batch.cancel(a);
    await outcomes;
    assert.deepEqual(states(), ['a cancelled', 'b failed', 'c cancelled']);
    const item = batch.items[1];
    assert.equal(item?.problem?.code, 'connectionLost');
    assert.deepEqual(
      batch.items.map(({ file }) => file),
      [a, b, c],
    );
  });

  it('says of a file that it is tried again, and why', async () => {
    const clock = new FakeClock();
    const waiting = gate();
    clock.sleep = async () => waiting.opened;
    let attempts = 0;
    const send: Send = (files, options) =>
      ++attempts === 1 ? Promise.reject(failure({ status: 503 })) : takesAll(files, options);
    const { states, batch, outcomes } = start([a], destination(send), { clock });
    await settled();
    assert.deepEqual(states(), ['a retrying']);
    assert.equal(batch.items[0]?.problem?.code, 'connectionLost');
    waiting.open();
    await outcomes;
    assert.deepEqual(states(), ['a uploaded']);
    assert.equal(batch.items[0].problem, undefined);
  });

  it('is added while others run, and gets its turn', async () => {
    const requests = new Requests();
    const queue = new TransferQueue({ clock: new FakeClock(), random: () => 0, concurrency: 1 });
    const where = destination(requests.send);
    const first = queue.transfer([a, b], where, { signal: never });
    const second = queue.transfer([c], where, { signal: never });
    await requests.answer('a');
    await requests.answer('b');
    await requests.answer('c');
    assert.deepEqual([...brief(await first), ...brief(await second)], ['a uploaded 1', 'b uploaded 1', 'c uploaded 1']);
  });

  it('of no files ends at once', async () => {
    const { outcomes } = start([], destination());
    assert.deepEqual(await outcomes, []);
  });

  it('sends nothing when it is cancelled already', async () => {
    const send: Send = () => assert.fail('was sent');
    const { outcomes } = start([a, b], destination(send), { signal: AbortSignal.abort() });
    assert.deepEqual(brief(await outcomes), ['a cancelled 0', 'b cancelled 0']);
  });

  it('counts what could not be checked as uploaded, and what may be there for itself', async () => {
    const [lost, refused] = [failure({ networkCode: 'ECONNRESET' }), failure({ status: 400 })];
    const sending: Send = (files, options) =>
      files[0] === a ? takesAll(files, options) : Promise.reject(files[0] === b ? lost : refused);
    const verify = () => Promise.reject(refused);
    let last: Progress | undefined;
    const onProgress = (progress: Progress) => {
      last = progress;
    };
    const to = destination(sending, { verify, idempotent: false });
    const { outcomes } = start([a, b, c], to, { onProgress });
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['failed', 'unknown', 'failed'],
    );
    assert.deepEqual([last?.filesDone, last?.filesFailed, last?.filesUnknown], [3, 1, 1]);
    assert.deepEqual([last?.bytesDone, last?.bytesTotal], [a.source.size, a.source.size]);
  });
});

describe('a batch where nothing moves', () => {
  it('says so after five seconds, and lets go of its clock at the end', async () => {
    const clock = new FakeClock();
    const requests = new Requests();
    const reports: Progress[] = [];
    const onProgress = (progress: Progress) => void reports.push(progress);
    const { outcomes, batch } = start([a], destination(requests.send), { clock, onProgress });
    clock.pass(4_000);
    assert.equal(reports.at(-1)?.stalledSeconds, undefined);
    clock.pass(1_000);
    assert.equal(reports.at(-1)?.stalledSeconds, 5);
    clock.pass(2_000);
    assert.equal(reports.at(-1)?.stalledSeconds, 7);
    assert.equal(reports.at(-1)?.bytesPerSecond, 0);
    batch.pause();
    await settled();
    clock.pass(60_000);
    assert.equal(clock.tickers, 0);
    batch.resume();
    clock.pass(1_000);
    assert.equal(clock.tickers, 1);
    assert.equal(reports.at(-1)?.stalledSeconds, undefined);
    await requests.answer('a');
    await outcomes;
    assert.equal(clock.tickers, 0);
    assert.equal(reports.at(-1)?.stalledSeconds, undefined);
  });
});
