import assert from 'node:assert/strict';
import type { Outcome, PlannedFile, Progress } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import { Problem } from '../../../../src/core/problem.ts';
import type { TransferOptions } from '../../../../src/core/transfer/transferOptions.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { TransferQueue, type QueueOptions } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, never, planned, takesAll, untilCancelled, type Send } from '../fakes.ts';

type Options = TransferOptions & QueueOptions;

function options(more: Partial<Options> = {}): Options {
  return { signal: never, concurrency: 2, clock: new FakeClock(), random: () => 0.5, ...more };
}

/** Sends files through a queue of their own. */
function transfer(files: readonly PlannedFile[], to: Destination, how: Options): Promise<readonly Outcome[]> {
  return new TransferQueue(how).transfer(files, to, how);
}

/** Fails as told, in turn, then takes all. */
function failing(...errors: Error[]): Send {
  const rest = [...errors];
  return (files, sendOptions) => {
    const error = rest.shift();
    return error ? Promise.reject(error) : takesAll(files, sendOptions);
  };
}

const brief = (outcomes: readonly Outcome[]) => outcomes.map(({ file, status, attempts }) => [file, status, attempts]);
const unsafe: Partial<Destination> = { idempotent: false };

describe('transfer', () => {
  it('gives each file its link', async () => {
    const outcomes = await transfer([planned('a'), planned('b')], destination(), options());
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === 'uploaded' && outcome.url),
      ['http://example.com/a', 'http://example.com/b'],
    );
  });

  it('sends as many requests at the same time as it may, and no more', async () => {
    const { opened, open } = gate();
    let running = 0;
    let most = 0;
    const send: Send = async (files, sendOptions) => {
      most = Math.max(most, ++running);
      if (running === 3) open();
      await opened;
      running--;
      return takesAll(files, sendOptions);
    };
    const files = Array.from({ length: 10 }, (_, index) => planned(`f${index}`));
    await transfer(files, destination(send), options({ concurrency: 3 }));
    assert.equal(most, 3);
  });

  it('puts as many files into a request as the destination takes', async () => {
    const sizes: number[] = [];
    const send: Send = (files, sendOptions) => {
      sizes.push(files.length);
      return takesAll(files, sendOptions);
    };
    const files = Array.from({ length: 7 }, (_, index) => planned(`f${index}`));
    const many = destination(send, { limits: { filesPerRequest: 3 } });
    const outcomes = await transfer(files, many, options({ concurrency: 1 }));
    assert.deepEqual(sizes, [3, 3, 1]);
    assert.equal(outcomes.length, 7);
  });

  it('reports exactly the one of five hundred that fails', async () => {
    const send: Send = (files, sendOptions) =>
      files[0]?.name === 'f250' ? Promise.reject(failure({ status: 400 })) : takesAll(files, sendOptions);
    const files = Array.from({ length: 500 }, (_, index) => planned(`f${index}`));
    const outcomes = await transfer(files, destination(send), options());
    assert.deepEqual(
      outcomes.filter(({ status }) => status !== 'uploaded').map(({ file, status }) => [file, status]),
      [['f250', 'failed']],
    );
  });

  it('carries the warnings of the plan and of the answer', async () => {
    const send: Send = () => Promise.resolve([{ warnings: ['no link'] }]);
    const [outcome] = await transfer([{ ...planned('a'), warnings: ['odd'] }], destination(send), options());
    assert.deepEqual(outcome?.warnings, ['odd', 'no link']);
  });

  it('says how long it took, with all attempts', async () => {
    const clock = new FakeClock();
    const send = failing(failure({ status: 503, retryAfterMs: 2000 }));
    const [outcome] = await transfer([planned('a')], destination(send), options({ clock }));
    assert.equal(outcome?.durationMs, 2000);
  });
});

describe('transfer, when requests fail', () => {
  it('repeats until it succeeds', async () => {
    const clock = new FakeClock();
    const retries: string[] = [];
    const outcomes = await transfer(
      [planned('a')],
      destination(failing(failure({ status: 503 }), failure({ networkCode: 'ECONNRESET' }))),
      options({ clock, onRetry: ({ files, delayMs }) => retries.push(`${files.join()} ${delayMs}`) }),
    );
    assert.deepEqual(brief(outcomes), [['a', 'uploaded', 3]]);
    assert.deepEqual(clock.slept, [250, 500]);
    assert.deepEqual(retries, ['a 250', 'a 500']);
  });

  it('waits as long as Retry-After says', async () => {
    const clock = new FakeClock();
    await transfer(
      [planned('a')],
      destination(failing(failure({ status: 429, retryAfterMs: 60_000 }))),
      options({ clock }),
    );
    assert.deepEqual(clock.slept, [60_000]);
  });

  it('stops after as many repetitions as the destination says', async () => {
    const errors = Array.from({ length: 9 }, () => failure({ status: 503 }));
    const outcomes = await transfer([planned('a')], destination(failing(...errors), { retries: 2 }), options());
    assert.deepEqual(brief(outcomes), [['a', 'failed', 3]]);
  });

  it('counts repetitions anew when the server kept bytes', async () => {
    const errors = Array.from({ length: 9 }, () => failure({ status: 503, keptBytes: 1 }));
    const outcomes = await transfer([planned('a')], destination(failing(...errors), { retries: 1 }), options());
    assert.deepEqual(brief(outcomes), [['a', 'uploaded', 10]]);
  });

  it('stops when an answer that can be repeated is followed by 401', async () => {
    const send = failing(failure({ status: 503 }), failure({ status: 401 }));
    assert.deepEqual(brief(await transfer([planned('a')], destination(send), options())), [['a', 'failed', 2]]);
  });

  it('stops at the deadline', async () => {
    const errors = Array.from({ length: 9 }, () => failure({ status: 503, retryAfterMs: 400_000 }));
    const clock = new FakeClock();
    await transfer([planned('a')], destination(failing(...errors)), options({ clock }));
    assert.deepEqual(clock.slept, [400_000, 400_000]);
  });

  it('does not know what became of an unsafe request without an answer', async () => {
    const send = failing(failure({ networkCode: 'ECONNRESET' }));
    const [outcome] = await transfer([planned('a')], destination(send, unsafe), options());
    assert.ok(outcome?.status === 'unknown');
    assert.equal(outcome.problem.code, 'answerMissing');
    assert.match(outcome.problem.message, /example\.com/);
  });

  for (const [problem, reason] of [
    [new Problem('timedOut', { host: 'h', seconds: 9 }), 'it was silent for 9 s'],
    [new Problem('connectionLost', { host: 'h' }), 'the connection broke off'],
    [new Problem('serverFailed', { host: 'h', status: 504, reason: '', when: 'later' }), 'status 504'],
    [
      new Problem('answerInvalid', { host: 'h', reason: 'it came before everything was sent' }),
      'its answer: it came before everything was sent',
    ],
    [
      new Problem('proxyUnreachable', { proxy: 'p', setting: 's', reason: 'it is silent' }),
      'the proxy p: it is silent',
    ],
  ] as const) {
    it(`says why there is no answer: ${reason}`, async () => {
      const send = failing(new TransferError(problem, { sent: 'something' }));
      const [outcome] = await transfer([planned('a')], destination(send, unsafe), options());
      assert.ok(outcome?.status === 'unknown');
      assert.ok(outcome.problem.message.includes(`(${reason})`), outcome.problem.message);
    });
  }

  it('gives all files of a request its outcome', async () => {
    const send = failing(failure({ networkCode: 'ECONNRESET' }));
    const both = destination(send, { ...unsafe, limits: { filesPerRequest: 2 } });
    const outcomes = await transfer([planned('a'), planned('b')], both, options());
    assert.deepEqual(brief(outcomes), [
      ['a', 'unknown', 1],
      ['b', 'unknown', 1],
    ]);
  });

  it('lets a file that changed fail alone, and sends the others of its request', async () => {
    const send = failing(new Problem('fileChanged', { file: 'b' }));
    const three = destination(send, { limits: { filesPerRequest: 3 } });
    const outcomes = await transfer([planned('a'), planned('b'), planned('c')], three, options());
    assert.deepEqual(brief(outcomes), [
      ['a', 'uploaded', 2],
      ['b', 'failed', 1],
      ['c', 'uploaded', 2],
    ]);
  });

  it('never repeats a problem of the file', async () => {
    const send = failing(new Problem('fileChanged', { file: 'a' }));
    assert.deepEqual(brief(await transfer([planned('a')], destination(send), options())), [['a', 'failed', 1]]);
  });

  it('turns a defect into the failure of that file', async () => {
    const outcomes = await transfer([planned('a'), planned('b')], destination(failing(new TypeError('oh'))), options());
    assert.deepEqual(brief(outcomes).toSorted(), [
      ['a', 'failed', 1],
      ['b', 'uploaded', 1],
    ]);
  });
});

describe('transfer, when cancelled', () => {
  it('ends the requests and leaves the queue alone', async () => {
    const controller = new AbortController();
    const started = gate();
    let requests = 0;
    const send: Send = (_, { signal }) => {
      if (++requests === 2) started.open();
      return untilCancelled(signal);
    };
    const files = [planned('a'), planned('b'), planned('c')];
    const transferring = transfer(files, destination(send), options({ signal: controller.signal }));
    await started.opened;
    controller.abort();
    assert.deepEqual(brief(await transferring), [
      ['a', 'cancelled', 1],
      ['b', 'cancelled', 1],
      ['c', 'cancelled', 0],
    ]);
    assert.equal(requests, 2);
  });

  it('ends the wait before a repetition', async () => {
    const controller = new AbortController();
    let requests = 0;
    const send: Send = () => {
      requests++;
      return Promise.reject(failure({ status: 503 }));
    };
    const clock = new FakeClock();
    clock.sleep = (_, signal) => {
      const cancelled = untilCancelled(signal);
      controller.abort();
      return cancelled;
    };
    const outcomes = await transfer([planned('a')], destination(send), options({ signal: controller.signal, clock }));
    assert.deepEqual(brief(outcomes), [['a', 'cancelled', 1]]);
    assert.equal(requests, 1);
  });

  it('keeps what was uploaded before', async () => {
    const controller = new AbortController();
    const send: Send = async (files, sendOptions) => {
      const answers = await takesAll(files, sendOptions);
      controller.abort();
      return answers;
    };
    const outcomes = await transfer(
      [planned('a'), planned('b')],
      destination(send),
      options({ signal: controller.signal, concurrency: 1 }),
    );
    assert.deepEqual(brief(outcomes), [
      ['a', 'uploaded', 1],
      ['b', 'cancelled', 0],
    ]);
  });

  it('reports no progress any more', async () => {
    const controller = new AbortController();
    const reports: Progress[] = [];
    const clock = new FakeClock();
    const send: Send = (_, { onBytes }) => {
      clock.time += 1000;
      onBytes(10);
      controller.abort();
      clock.time += 1000;
      onBytes(20);
      return Promise.reject(new DOMException('', 'AbortError'));
    };
    const onProgress = (progress: Progress) => void reports.push(progress);
    await transfer([planned('a')], destination(send), options({ signal: controller.signal, clock, onProgress }));
    assert.deepEqual(
      reports.map(({ bytesDone }) => bytesDone),
      [10],
    );
  });
});

describe('the progress of a transfer', () => {
  it('takes back the bytes of an attempt that failed, and is complete after the last answer', async () => {
    const clock = new FakeClock();
    const reports: (readonly [number, number])[] = [];
    let attempts = 0;
    const send: Send = (files, sendOptions) => {
      clock.time += 1000;
      sendOptions.onBytes(60);
      clock.time += 1000;
      return ++attempts === 1 ? Promise.reject(failure({ status: 503 })) : takesAll(files, sendOptions);
    };
    const onProgress = ({ bytesDone, filesDone }: Progress) => void reports.push([bytesDone, filesDone]);
    await transfer([planned('a')], destination(send), options({ clock, onProgress }));
    assert.deepEqual(reports, [
      [60, 0],
      [0, 0],
      [60, 0],
      [99, 0],
      [100, 1],
    ]);
  });

  it('is complete also when a destination did not tell of bytes', async () => {
    let last: Progress | undefined;
    const send: Send = () => Promise.resolve([{}]);
    await transfer([planned('a')], destination(send), options({ onProgress: (progress) => (last = progress) }));
    assert.deepEqual([last?.bytesDone, last?.bytesTotal, last?.filesDone], [100, 100, 1]);
  });

  it('does not hear an attempt that has failed', async () => {
    const clock = new FakeClock();
    const reports: number[] = [];
    let late: (bytes: number) => void = () => undefined;
    let attempts = 0;
    const send: Send = (files, sendOptions) => {
      clock.time += 1000;
      if (++attempts > 1) {
        late(77);
        return takesAll(files, sendOptions);
      }
      late = sendOptions.onBytes;
      return Promise.reject(failure({ status: 503 }));
    };
    const onProgress = ({ bytesDone }: Progress) => void reports.push(bytesDone);
    await transfer([planned('a')], destination(send), options({ clock, onProgress }));
    assert.ok(!reports.includes(77), reports.join());
  });

  it('does not hear a request that has ended', async () => {
    const clock = new FakeClock();
    const reports: number[] = [];
    let late: (bytes: number) => void = () => assert.fail('nothing was sent');
    const send: Send = (files, sendOptions) => {
      late = sendOptions.onBytes;
      return takesAll(files, sendOptions);
    };
    const onProgress = ({ bytesDone }: Progress) => void reports.push(bytesDone);
    await transfer([planned('a')], destination(send), options({ clock, onProgress }));
    clock.time += 1000;
    late(5000);
    assert.equal(reports.at(-1), 100);
  });
});
