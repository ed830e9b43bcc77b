import assert from 'node:assert/strict';
import type { Outcome, Progress } from '../../../../src/core/model.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, takesAll, untilCancelled, type Send } from '../fakes.ts';
import { a, b, brief, c, Requests, start } from './batchRuns.ts';
import { settled } from './sessionRuns.ts';

describe('a file of a batch that is cancelled', () => {
  it('ends alone', async () => {
    const requests = new Requests();
    const { batch, outcomes } = start([a, b, c], destination(requests.send), { concurrency: 2 });
    batch.cancel(a);
    batch.cancel(c);
    await settled();
    await requests.answer('b');
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b uploaded 1', 'c cancelled 0']);
    assert.deepEqual(requests.log, ['a', 'b']);
  });

  it('lets the others of its request go again', async () => {
    const requests = new Requests();
    const { batch, outcomes } = start([a, b], destination(requests.send, { limits: { filesPerRequest: 2 } }));
    batch.cancel(a);
    await settled();
    await requests.answer('b');
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b uploaded 2']);
  });

  it('leaves the others of its request the pauses between attempts, and their end', async () => {
    const clock = new FakeClock();
    let requests = 0;
    const send: Send = (files, options) => {
      const away = failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' });
      return ++requests > 50 ? takesAll(files, options) : Promise.reject(away);
    };
    const where = destination(send, { limits: { filesPerRequest: 2 } });
    const { batch, outcomes } = start([a, b], where, { clock, onRetry: () => batch.cancel(a) });
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b failed 6']);
    assert.equal(clock.slept.length, 4);
  });

  it('is unknown, as are the others, when the connection broke off just then', async () => {
    let requests = 0;
    const send: Send = async (_, { onBytes }) => {
      requests++;
      await settled();
      onBytes(200);
      batch.cancel(a);
      throw failure({ networkCode: 'ECONNRESET' });
    };
    const together = destination(send, { idempotent: false, limits: { filesPerRequest: 2 } });
    const { batch, outcomes } = start([a, b], together);
    assert.deepEqual(brief(await outcomes), ['a unknown 1', 'b unknown 1']);
    assert.equal(requests, 1);
  });

  for (const [what, bytes, idempotent, expected] of [
    ['is unknown, as are the others, when the server may have taken all', 200, false, ['a unknown 1', 'b unknown 1']],
    ['is cancelled when the server cannot have taken all', 199, false, ['a cancelled 1', 'b uploaded 2']],
    ['is cancelled when sending it again would do no harm', 200, true, ['a cancelled 1', 'b uploaded 2']],
  ] as const) {
    it(what, async () => {
      const sent = gate();
      const send: Send = ([first], { signal, onBytes }) => {
        if (first !== a) return Promise.resolve([{}]);
        onBytes(bytes);
        sent.open();
        return untilCancelled(signal);
      };
      const { batch, outcomes } = start([a, b], destination(send, { idempotent, limits: { filesPerRequest: 2 } }));
      await sent.opened;
      batch.cancel(a);
      assert.deepEqual(brief(await outcomes), expected);
    });
  }

  it('makes a paused one of its request unknown, too, where the server may have taken all', async () => {
    const sent = gate();
    const send: Send = (_, { signal, onBytes }) => {
      onBytes(200);
      sent.open();
      return untilCancelled(signal);
    };
    const together = destination(send, { idempotent: false, limits: { filesPerRequest: 2 } });
    const { batch, outcomes } = start([a, b], together);
    await sent.opened;
    batch.pause(b);
    batch.cancel(a);
    assert.deepEqual(brief(await outcomes), ['a unknown 1', 'b unknown 1']);
  });

  it('is cancelled while it waits to be sent again after the server said no', async () => {
    const send: Send = (_, { onBytes }) => {
      onBytes(100);
      return Promise.reject(failure({ status: 429 }));
    };
    const clock = new FakeClock();
    const waits = gate();
    clock.sleep = (_, signal) => {
      waits.open();
      return untilCancelled(signal);
    };
    const { batch, outcomes } = start([a], destination(send, { idempotent: false }), { clock });
    await waits.opened;
    batch.cancel(a);
    assert.deepEqual(brief(await outcomes), ['a cancelled 1']);
  });

  it('says in what is unknown that it was cancelled', async () => {
    const sent = gate();
    const send: Send = (_, { signal, onBytes }) => {
      onBytes(100);
      sent.open();
      return untilCancelled(signal);
    };
    const { batch, outcomes } = start([a], destination(send, { idempotent: false }));
    await sent.opened;
    batch.cancel();
    const [outcome] = await outcomes;
    assert.ok(outcome?.status === 'unknown');
    assert.match(
      outcome.problem.message,
      /no usable answer to the upload \(it was cancelled before\): it may be stored/,
    );
  });

  describe('when all of it had been sent', () => {
    const problemsOf = (outcomes: readonly Outcome[]) =>
      outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.message : outcome.status));

    it('says that the server may have it', async () => {
      const sent = gate();
      const send: Send = (_, { signal, onBytes }) => {
        onBytes(100);
        sent.open();
        return untilCancelled(signal);
      };
      const { batch, outcomes } = start([a], destination(send));
      await sent.opened;
      batch.cancel(a);
      assert.deepEqual(problemsOf(await outcomes), [
        'a was cancelled when all of it had been sent: example.com may have stored it. Look there before you send it again.',
      ]);
    });

    it('says nothing of it when the server has refused it', async () => {
      const retried = gate();
      const send: Send = (_, { onBytes }) => {
        onBytes(100);
        return Promise.reject(failure({ status: 429 }));
      };
      const { batch, outcomes } = start([a], destination(send), { onRetry: () => retried.open() });
      await retried.opened;
      batch.cancel(a);
      assert.deepEqual(problemsOf(await outcomes), ['cancelled']);
    });
  });

  it('counts no more in the progress', async () => {
    const requests = new Requests();
    const reports: Progress[] = [];
    const onProgress = (progress: Progress) => void reports.push(progress);
    const { batch, outcomes } = start([a, b], destination(requests.send), { onProgress });
    batch.cancel(a);
    await settled();
    await requests.answer('b');
    await outcomes;
    const last = reports.at(-1);
    assert.deepEqual([last?.filesDone, last?.filesTotal, last?.bytesDone, last?.bytesTotal], [2, 2, 100, 100]);
  });

  it('means nothing to another batch', async () => {
    const requests = new Requests();
    const { batch, outcomes } = start([a], destination(requests.send));
    batch.cancel(b);
    batch.pause(b);
    await requests.answer('a');
    assert.deepEqual(brief(await outcomes), ['a uploaded 1']);
  });
});
