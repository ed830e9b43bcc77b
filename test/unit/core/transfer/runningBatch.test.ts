import assert from 'node:assert/strict';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import type { Outcome, PlannedFile, Progress } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import { Problem } from '../../../../src/core/problem.ts';
import type { TransferOptions } from '../../../../src/core/transfer/transferOptions.ts';
import { TransferQueue, type QueueOptions } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, never, planned, takesAll, untilCancelled, type Send } from '../fakes.ts';

interface Started {
  readonly queue: TransferQueue;
  readonly batch: Batch;
  readonly outcomes: Promise<readonly Outcome[]>;
  readonly states: () => readonly string[];
}

/** Sends files through a queue of their own. */
function start(
  files: readonly PlannedFile[],
  to: Destination,
  { signal = never, onProgress, onRetry, ...how }: QueueOptions & Partial<TransferOptions> = {},
): Started {
  const queue = new TransferQueue({ clock: new FakeClock(), random: () => 0.5, ...how });
  const batches: Batch[] = [];
  const onBatch = (batch: Batch) => void batches.push(batch);
  const outcomes = queue.transfer(files, to, {
    signal,
    onBatch,
    ...(onProgress && { onProgress }),
    ...(onRetry && { onRetry }),
  });
  const [batch] = batches;
  assert.ok(batch);
  const states = () => batch.items.map(({ file, state }) => `${file.name} ${state}`);
  return { queue, batch, outcomes, states };
}

const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ file, status, attempts }) => `${file} ${status} ${attempts}`).toSorted();

/** After what is to be done now. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Requests that end when told to; each is known by its first file. */
class Requests {
  readonly log: string[] = [];
  readonly #answers = new Map<string, () => void>();

  readonly send: Send = async (files, options) => {
    const name = files[0]?.name ?? '';
    this.log.push(files.map((file) => file.name).join('+'));
    const answer = gate();
    this.#answers.set(name, answer.open);
    options.onBytes(50);
    await Promise.race([answer.opened, untilCancelled(options.signal)]);
    return takesAll(files, options);
  };

  async answer(name: string): Promise<void> {
    this.#answers.get(name)?.();
    await settled();
  }
}

const [a, b, c] = [planned('a'), planned('b'), planned('c')];

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
    assert.equal(queue.batches.length, 2);
    await requests.answer('a');
    await requests.answer('b');
    await requests.answer('c');
    assert.deepEqual([...brief(await first), ...brief(await second)], ['a uploaded 1', 'b uploaded 1', 'c uploaded 1']);
    assert.equal(queue.batches.length, 0);
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
});

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
    batch.pause();
    await settled();
    assert.deepEqual(states(), ['a sending', 'b paused']);
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

  it('stops waiting for a repetition', async () => {
    const clock = new FakeClock();
    clock.sleep = (_, signal) => untilCancelled(signal);
    let attempts = 0;
    const send: Send = (files, options) =>
      ++attempts === 1 ? Promise.reject(failure({ status: 503 })) : takesAll(files, options);
    const { batch, states, outcomes } = start([a], destination(send), { clock });
    await settled();
    batch.pause();
    await settled();
    assert.deepEqual(states(), ['a paused']);
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
    const paused = queue.transfer([a], destination(requests.send), {
      signal: never,
      onBatch: (batch) => batch.pause(),
    });
    const other = queue.transfer([b], destination(requests.send), { signal: never });
    await requests.answer('b');
    assert.deepEqual(brief(await other), ['b uploaded 1']);
    queue.resumeAll();
    await requests.answer('a');
    assert.deepEqual(brief(await paused), ['a uploaded 1']);
  });

  it('can be cancelled', async () => {
    const requests = new Requests();
    const { queue, outcomes } = start([a, b], destination(requests.send), { concurrency: 1 });
    queue.pauseAll();
    await settled();
    queue.cancelAll();
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b cancelled 0']);
    assert.deepEqual(requests.log, ['a']);
  });
});

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

    it('says so too while it is checked', async () => {
      const checking = gate();
      const verify = (_: unknown, _file: unknown, signal: AbortSignal) => {
        checking.open();
        return untilCancelled(signal);
      };
      const { batch, outcomes } = start([a], destination(takesAll, { verify }));
      await checking.opened;
      batch.cancel(a);
      assert.match(problemsOf(await outcomes).join(), /^a was cancelled when all of it had been sent/);
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

describe('the check after an upload', () => {
  it('fails a file that the server has otherwise', async () => {
    const verify = ({ url }: { url?: string }) => {
      assert.equal(url, 'http://example.com/a');
      return Promise.reject(new Problem('contentDiffers', { file: 'a', host: 'example.com', what: 'its size' }));
    };
    const [outcome] = await start([a], destination(takesAll, { verify })).outcomes;
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'contentDiffers');
    assert.equal(outcome.url, undefined);
  });

  it('is repeated, also where uploading is not', async () => {
    let checks = 0;
    const verify = () => (++checks < 3 ? Promise.reject(failure({ networkCode: 'ECONNRESET' })) : Promise.resolve());
    const [outcome] = await start([a], destination(takesAll, { verify, idempotent: false })).outcomes;
    assert.deepEqual([outcome?.status, checks], ['uploaded', 3]);
  });

  it('says that it could not be made, and where the file is', async () => {
    const verify = () => Promise.reject(failure({ status: 403 }));
    const [outcome] = await start([a], destination(takesAll, { verify })).outcomes;
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'notCheckable');
    assert.match(outcome.problem.message, /connection to example\.com broke off/);
    assert.equal(outcome.url, 'http://example.com/a');
  });

  it('ends when it is cancelled, for that file only', async () => {
    const checking = gate();
    const verify = async (_: unknown, file: PlannedFile, signal: AbortSignal) => {
      if (file !== a) return;
      checking.open();
      await untilCancelled(signal);
    };
    const together = destination(takesAll, { verify, limits: { filesPerRequest: 3 } });
    const { batch, outcomes } = start([a, b, c], together);
    await checking.opened;
    batch.cancel(c);
    batch.pause(b);
    batch.cancel(a);
    assert.deepEqual(brief(await outcomes), ['a cancelled 1', 'b uploaded 1', 'c cancelled 1']);
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

  it('ends a file once that is cancelled just as its check succeeds, and checks the others', async () => {
    const verify = (_: unknown, file: PlannedFile, signal: AbortSignal) => {
      signal.throwIfAborted();
      if (file === a) queueMicrotask(() => started.batch.cancel(a));
      return Promise.resolve();
    };
    const started = start([a, b], destination(takesAll, { verify, limits: { filesPerRequest: 2 } }));
    assert.deepEqual(brief(await started.outcomes), ['a cancelled 1', 'b uploaded 1']);
  });
});
