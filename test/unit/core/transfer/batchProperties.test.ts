import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import { throwIfAborted } from '../../../../src/core/clock.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, never, planned, takesAll, type Send } from '../fakes.ts';
import { settled } from './sessionRuns.ts';

/** What a server does with a request. */
type Answer =
  'takes' | 'refuses' | 'is away' | 'is busy' | 'fails' | 'takes and says nothing' | 'says nothing' | 'file changed';

const answers = fc.constantFrom<Answer>(
  'takes',
  'takes',
  'takes',
  'refuses',
  'is away',
  'is busy',
  'fails',
  'takes and says nothing',
  'says nothing',
  'file changed',
);

/** Takes files as told, request by request, and all of them at the end; counts how often it stored each. */
class FormServer {
  readonly stored = new Map<PlannedFile, number>();
  requests = 0;
  running = 0;
  most = 0;
  largest = 0;
  readonly #answers: Answer[];

  constructor(told: readonly Answer[]) {
    this.#answers = [...told];
  }

  readonly send: Send = async (files, options) => {
    if (options.signal.aborted) throw new Error('a request after it was cancelled');
    this.requests++;
    this.most = Math.max(this.most, ++this.running);
    this.largest = Math.max(this.largest, files.length);
    try {
      options.onBytes(50);
      await settled();
      throwIfAborted(options.signal);
      return await this.#answer(this.#answers.shift() ?? 'takes', files, options);
    } finally {
      this.running--;
    }
  };

  #answer(answer: Answer, files: readonly PlannedFile[], options: Parameters<Send>[1]): ReturnType<Send> {
    switch (answer) {
      case 'takes':
        this.#store(files);
        return takesAll(files, options);
      case 'takes and says nothing':
        this.#store(files);
        void takesAll(files, options);
        return Promise.reject(failure({ networkCode: 'ECONNRESET' }));
      case 'refuses':
        return Promise.reject(refused);
      case 'is away':
        return Promise.reject(failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' }));
      case 'is busy':
        return Promise.reject(failure({ status: 429, retryAfterMs: 1000 }));
      case 'fails':
        return Promise.reject(failure({ status: 503 }));
      case 'says nothing':
        return Promise.reject(failure({ networkCode: 'ETIMEDOUT' }));
      case 'file changed':
        return Promise.reject(new Problem('fileChanged', { file: files[0]?.source.path ?? '' }));
    }
  }

  #store(files: readonly PlannedFile[]): void {
    for (const file of files) this.stored.set(file, (this.stored.get(file) ?? 0) + 1);
  }
}

const refused = new TransferError(new Problem('refusedByServer', { host: 'example.com', status: 400, reason: '' }), {
  status: 400,
  sent: 'something',
});

const shapes = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 }),
  filesPerRequest: fc.integer({ min: 1, max: 4 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  idempotent: fc.boolean(),
});

const control = fc.record({
  what: fc.constantFrom('pause', 'resume', 'cancel'),
  file: fc.option(fc.nat(7), { nil: undefined }),
  batch: fc.nat(2),
});

describe('whatever happens to batches', () => {
  it('each file has one outcome, which is true, and no bound is broken', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(answers, { maxLength: 20 }),
        fc.array(control, { maxLength: 10 }),
        async ({ sizes, filesPerRequest, concurrency, idempotent }, told, controls) => {
          const server = new FormServer(told);
          const clock = new FakeClock();
          const queue = new TransferQueue({ clock, random: () => 0.5, concurrency });
          const where = destination(server.send, { limits: { filesPerRequest }, idempotent });
          const batches: Batch[] = [];
          const all = sizes.map((size, number) =>
            Array.from({ length: size }, (_, place) => planned(`${number}/${place}`)),
          );
          const heard: Outcome[] = [];
          const running = all.map((files) =>
            queue.transfer(files, where, {
              signal: never,
              onBatch: (batch) => void batches.push(batch),
              onOutcome: (outcome) => void heard.push(outcome),
            }),
          );
          for (const { what, file, batch } of controls) {
            const target = batches[batch % batches.length];
            const item = file === undefined ? undefined : target?.items[file]?.file;
            if (file !== undefined && item === undefined) continue;
            if (what === 'pause') target?.pause(item);
            else if (what === 'resume') target?.resume(item);
            else target?.cancel(item);
            if (file !== undefined && file % 2 === 0) await settled();
          }
          await settled();
          for (const batch of batches) batch.resume();
          const outcomes = (await Promise.all(running)).flat();

          const files = all.flat();
          assert.deepEqual(
            outcomes.map(({ file }) => file).toSorted(),
            files.map(({ source }) => source.path).toSorted(),
          );
          assert.equal(heard.length, outcomes.length);
          assert.deepEqual([clock.tickers, server.running], [0, 0]);
          assert.ok(server.most <= concurrency && server.largest <= filesPerRequest);
          for (const file of files) {
            const outcome = outcomes.find((one) => one.file === file.source.path);
            const times = server.stored.get(file) ?? 0;
            if (outcome?.status === 'uploaded') assert.ok(times >= 1);
            if (!idempotent) assert.ok(times <= 1, `${file.name} was stored ${times} times`);
            if (!idempotent && outcome?.status === 'failed') assert.equal(times, 0);
            const problem = outcome && 'problem' in outcome ? outcome.problem.code : 'none';
            // A refusal, or a file that is another by now, ends it whatever became of an attempt before.
            const isTold = outcome?.status !== 'failed' || ['refusedByServer', 'fileChanged'].includes(problem);
            assert.ok(isTold || times === 0, `${file.name} was stored, and ${problem}`);
            const isQuiet = outcome?.status === 'cancelled' && problem === 'none';
            assert.ok(!isQuiet || times === 0, `${file.name} was stored, and cancelled`);
            if (outcome && 'problem' in outcome) assert.notEqual(outcome.problem.code, 'internal');
          }
          if (controls.every(({ what }) => what !== 'cancel')) {
            assert.ok(outcomes.every(({ status }) => status !== 'cancelled'));
          }
        },
      ),
      { numRuns: 1000 },
    )).timeout(60_000);
});
