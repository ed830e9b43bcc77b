import assert from 'node:assert/strict';
import type { Progress } from '../../../../src/core/model.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, planned, takesAll, untilCancelled, type Send } from '../fakes.ts';
import { brief, failing, options, transfer } from './transfers.ts';

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

  it('tells what another try of a file keeps', async () => {
    const before = { name: 'a (2)' };
    const refuses: Send = () => Promise.reject(failure({ status: 400 }));
    const [outcome] = await transfer([{ ...planned('a (2)'), before }], destination(refuses), options());
    assert.deepEqual(outcome?.before, before);
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
