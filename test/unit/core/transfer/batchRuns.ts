/** Batches of whole files in a queue of their own, and what is looked at afterwards. */
import assert from 'node:assert/strict';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import type { TransferOptions } from '../../../../src/core/transfer/transferOptions.ts';
import { TransferQueue, type QueueOptions } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { gate, never, planned, takesAll, untilCancelled, type Send } from '../fakes.ts';
import { settled } from './sessionRuns.ts';

interface Started {
  readonly queue: TransferQueue;
  readonly batch: Batch;
  readonly outcomes: Promise<readonly Outcome[]>;
  readonly states: () => readonly string[];
}

/** Sends files through a queue of their own. */
export function start(
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

export const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ file, status, attempts }) => `${file} ${status} ${attempts}`).toSorted();

/** Requests that end when told to; each is known by its first file. */
export class Requests {
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

export const [a, b, c] = [planned('a'), planned('b'), planned('c')];
