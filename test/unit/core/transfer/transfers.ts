/** Transfers of whole files, each through a queue of its own. */
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import type { TransferOptions } from '../../../../src/core/transfer/transferOptions.ts';
import { TransferQueue, type QueueOptions } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { never, takesAll, type Send } from '../fakes.ts';

type Options = TransferOptions & QueueOptions;

export function options(more: Partial<Options> = {}): Options {
  return { signal: never, concurrency: 2, clock: new FakeClock(), random: () => 0.5, ...more };
}

/** Sends files through a queue of their own. */
export function transfer(files: readonly PlannedFile[], to: Destination, how: Options): Promise<readonly Outcome[]> {
  return new TransferQueue(how).transfer(files, to, how);
}

export const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ file, status, attempts }) => [file, status, attempts]);

/** Fails as told, in turn, then takes all. */
export function failing(...errors: Error[]): Send {
  const rest = [...errors];
  return (files, sendOptions) => {
    const error = rest.shift();
    return error ? Promise.reject(error) : takesAll(files, sendOptions);
  };
}
