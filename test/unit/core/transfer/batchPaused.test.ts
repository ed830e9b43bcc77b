import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, never, takesAll, untilCancelled, type Send } from '../fakes.ts';
import { a, b, brief, c, Requests, start } from './batchRuns.ts';
import { settled } from './sessionRuns.ts';

describe('a batch that is paused', () => {
  it('begins nothing more, and goes on when resumed', async () => {
    const requests = new Requests();
    const { batch, states, outcomes } = start([a, b, c], destination(requests.send), { concurrency: 1 });
    batch.pause();
    await settled();
    assert.deepEqual(states(), ['a paused', 'b paused', 'c paused']);
    assert.deepEqual(requests.log, ['a']);
    batch.resume();
    assert.deepEqual(states(), ['a sending', 'b waiting', 'c waiting']);
    for (const name of ['a', 'b', 'c']) await requests.answer(name);
    assert.deepEqual(brief(await outcomes), ['a uploaded 2', 'b uploaded 1', 'c uploaded 1']);
  });

  it('lets a request end that is not safe to repeat', async () => {
    const requests = new Requests();
    const { batch, states, outcomes } = start([a, b], destination(requests.send, { idempotent: false }), {
      concurrency: 1,
    });
    assert.deepEqual([batch.mayPause(), batch.mayPause(a), batch.mayPause(b)], [true, false, true]);
    batch.pause();
    await settled();
    assert.deepEqual(states(), ['a sending', 'b paused']);
    assert.equal(batch.mayPause(), false);
    await requests.answer('a');
    assert.deepEqual(states(), ['a uploaded', 'b paused']);
    batch.resume();
    await requests.answer('b');
    assert.deepEqual(brief(await outcomes), ['a uploaded 1', 'b uploaded 1']);
  });

  it('does not repeat what fails meanwhile before it is resumed', async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const answered = gate();
    const send: Send = async (files, options) => {
      if (++attempts > 1) return takesAll(files, options);
      await answered.opened;
      throw failure({ status: 429 });
    };
    const { batch, states, outcomes } = start([a], destination(send, { idempotent: false }), { clock });
    batch.pause();
    answered.open();
    await settled();
    assert.deepEqual(states(), ['a paused']);
    assert.equal(attempts, 1);
    batch.resume();
    assert.deepEqual(brief(await outcomes), ['a uploaded 2']);
  });

  for (const [then, expected] of [
    ['cancelled', ['cancelled', 'cancelledLate']],
    ['resumed, when the server is away', ['unknown', 'allUnanswered']],
  ] as const) {
    it(`has what the server may have before it was paused, and is told so when it is ${then}`, async () => {
      const clock = new FakeClock();
      let isWaiting = true;
      clock.sleep = (_, signal) => (isWaiting ? untilCancelled(signal) : Promise.resolve());
      let requests = 0;
      const send: Send = (_, { onBytes }) => {
        if (++requests > 1) return Promise.reject(failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' }));
        onBytes(100);
        return Promise.reject(failure({ networkCode: 'ECONNRESET' }));
      };
      const { batch, states, outcomes } = start([a], destination(send), { clock });
      await settled();
      batch.pause();
      await settled();
      assert.deepEqual(states(), ['a paused']);
      isWaiting = false;
      if (then === 'cancelled') batch.cancel();
      else batch.resume();
      const [outcome] = await outcomes;
      assert.ok(outcome && 'problem' in outcome);
      assert.deepEqual([outcome.status, outcome.problem.code], expected);
    });
  }

  it('is not taken to be there for what the server may have of another file that goes on with it', async () => {
    const clock = new FakeClock();
    let isWaiting = true;
    clock.sleep = (_, signal) => (isWaiting ? untilCancelled(signal) : Promise.resolve());
    const together: Send = (_, { signal }) => untilCancelled(signal);
    const alone: Send = (_, { onBytes }) => {
      onBytes(100);
      return Promise.reject(failure({ networkCode: 'ECONNRESET' }));
    };
    const away: Send = () => Promise.reject(failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' }));
    const answers = [together, alone].values();
    const send: Send = (...request) => (answers.next().value ?? away)(...request);
    const { batch, outcomes } = start([a, b], destination(send, { limits: { filesPerRequest: 2 } }), { clock });
    for (const file of [b, a]) {
      batch.pause(file);
      await settled();
    }
    isWaiting = false;
    batch.resume();
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['unknown', 'failed'],
    );
  });

  it('does not send a file that was paused meanwhile, when another cut their request short', async () => {
    const requests = new Requests();
    const cut = gate();
    const send: Send = async (files, options) => {
      if (files.length === 1) return requests.send(files, options);
      options.onBytes(200);
      await cut.opened;
      throw new Problem('fileChanged', { file: 'a' });
    };
    const where = destination(send, { idempotent: false, limits: { filesPerRequest: 2 } });
    const { batch, states, outcomes } = start([a, b], where);
    batch.pause(b);
    cut.open();
    await settled();
    assert.deepEqual(states(), ['a failed', 'b paused']);
    batch.resume();
    await requests.answer('b');
    assert.deepEqual(brief(await outcomes), ['a failed 1', 'b uploaded 2']);
  });

  it('stops waiting for a repetition', async () => {
    const clock = new FakeClock();
    clock.sleep = (_, signal) => untilCancelled(signal);
    let attempts = 0;
    const send: Send = (files, options) =>
      ++attempts === 1 ? Promise.reject(failure({ status: 503 })) : takesAll(files, options);
    const { batch, states, outcomes } = start([a], destination(send), { clock });
    await settled();
    assert.equal(batch.mayPause(a), true);
    batch.pause();
    await settled();
    assert.deepEqual(states(), ['a paused']);
    assert.equal(batch.mayPause(a), false);
    batch.resume();
    assert.deepEqual(brief(await outcomes), ['a uploaded 2']);
  });

  it('may be resumed before its request has come to a stop', async () => {
    const requests = new Requests();
    const { batch, outcomes } = start([a], destination(requests.send));
    batch.pause();
    batch.resume();
    await settled();
    await requests.answer('a');
    assert.deepEqual(brief(await outcomes), ['a uploaded 2']);
  });

  it('holds one file only, when told so', async () => {
    const requests = new Requests();
    const { batch, states, outcomes } = start([a, b, c], destination(requests.send), { concurrency: 2 });
    batch.pause(a);
    batch.pause(c);
    await settled();
    assert.deepEqual(states(), ['a paused', 'b sending', 'c paused']);
    await requests.answer('b');
    batch.resume(c);
    batch.resume(a);
    assert.deepEqual(states(), ['a sending', 'b uploaded', 'c sending']);
    await requests.answer('a');
    await requests.answer('c');
    assert.deepEqual(brief(await outcomes), ['a uploaded 2', 'b uploaded 1', 'c uploaded 1']);
  });

  it('sends the others of a request without the one that is held', async () => {
    const requests = new Requests();
    const together = destination(requests.send, { limits: { filesPerRequest: 3 } });
    const { batch, outcomes } = start([a, b, c], together);
    batch.pause(b);
    await settled();
    await requests.answer('a');
    batch.resume();
    await requests.answer('b');
    assert.deepEqual(requests.log, ['a+b+c', 'a+c', 'b']);
    assert.deepEqual(brief(await outcomes), ['a uploaded 2', 'b uploaded 2', 'c uploaded 2']);
  });

  it('gives its slots to others', async () => {
    const requests = new Requests();
    const queue = new TransferQueue({ clock: new FakeClock(), random: () => 0, concurrency: 1 });
    let resume = (): void => assert.fail('has not begun');
    const paused = queue.transfer([a], destination(requests.send), {
      signal: never,
      onBatch(batch) {
        batch.pause();
        resume = () => batch.resume();
      },
    });
    const other = queue.transfer([b], destination(requests.send), { signal: never });
    await requests.answer('b');
    assert.deepEqual(brief(await other), ['b uploaded 1']);
    resume();
    await requests.answer('a');
    assert.deepEqual(brief(await paused), ['a uploaded 1']);
  });

  it('can be cancelled', async () => {
    const requests = new Requests();
    const { batch, outcomes } = start([a, b], destination(requests.send), { concurrency: 1 });
    batch.pause();
    await settled();
    batch.cancel();
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b cancelled 0']);
    assert.deepEqual(requests.log, ['a']);
  });
});
