import assert from 'node:assert/strict';
import type { Destination } from '../../../../src/core/ports.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, planned, type Send } from '../fakes.ts';
import { brief, failing, options, transfer } from './transfers.ts';

const unsafe: Partial<Destination> = { idempotent: false };

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

  describe('that are safe to repeat, and had been sent whole', () => {
    const unanswered = failure({ networkCode: 'ETIMEDOUT' });
    /** Sends all of it, and fails, time and again; after the last one as that. */
    const endedAfter = async (...failures: readonly (TransferError | Problem)[]) => {
      const errors = failures.values();
      let error: TransferError | Problem = unanswered;
      const send: Send = (_, { onBytes }) => {
        error = errors.next().value ?? error;
        if (error instanceof TransferError && error.failure.sent === 'something') onBytes(100);
        return Promise.reject(error);
      };
      const [outcome] = await transfer([planned('a')], destination(send), options());
      assert.ok(outcome && 'problem' in outcome);
      return [outcome.status, outcome.problem.code];
    };
    const away = failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' });

    it('says what has become of the file itself meanwhile', async () => {
      const gone = new Problem('fileNotFound', { file: 'a' });
      const [, code] = await endedAfter(unanswered, gone);
      assert.equal(code, 'fileNotFound');
    });

    it('does not know what became of them without an answer', async () => {
      assert.deepEqual(await endedAfter(unanswered), ['unknown', 'allUnanswered']);
    });

    it('does not know it either when the server is away afterwards, or busy', async () => {
      assert.deepEqual(await endedAfter(unanswered, away), ['unknown', 'allUnanswered']);
      assert.deepEqual(await endedAfter(unanswered, failure({ status: 503 })), ['unknown', 'allUnanswered']);
    });

    it('takes a refusal of what was sent for its answer, not one that another moment may have brought', async () => {
      assert.deepEqual(await endedAfter(unanswered, failure({ status: 413 })), ['failed', 'connectionLost']);
      assert.deepEqual(await endedAfter(unanswered, failure({ status: 403 })), ['unknown', 'allUnanswered']);
      assert.deepEqual(await endedAfter(unanswered, failure({ status: 412 })), ['unknown', 'allUnanswered']);
    });
  });

  for (const idempotent of [true, false]) {
    it(`says what went wrong inside after all was sent, ${idempotent ? '' : 'not '}safe to repeat`, async () => {
      const send: Send = (_, { onBytes }) => {
        onBytes(100);
        return Promise.reject(new TypeError('a defect'));
      };
      const [outcome] = await transfer([planned('a')], destination(send, { idempotent }), options());
      assert.ok(outcome?.status === 'failed');
      assert.equal(outcome.problem.code, 'internal');
    });
  }

  it('knows that what is safe to repeat has not arrived when not all of it was sent', async () => {
    const send: Send = (_, { onBytes }) => {
      onBytes(99);
      return Promise.reject(failure({ networkCode: 'ECONNRESET' }));
    };
    const [outcome] = await transfer([planned('a')], destination(send), options());
    assert.equal(outcome?.status, 'failed');
  });

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
