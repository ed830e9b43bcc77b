import type { PlannedFile, Selected } from '../../core/model.ts';
import type { Destination, SendingBeside, SendOptions } from '../../core/ports.ts';
import type { Profile } from '../../core/profile.ts';
import type { DestinationSetup } from '../destinations/createDestination.ts';
import type { DestinationServices } from '../destinations/destinationServices.ts';
import { bufferLimit } from '../destinations/fileBody.ts';
import type { LocalFile } from './sendingMessages.ts';
import { SendingThread } from './sendingThread.ts';

/** Fewer are sent before a thread has started. */
const worthAThread = 200;

/** Sends small files on this machine in a thread, which all batches share and which ends when there was none for a while. */
export class SmallFileSender {
  readonly #script: URL;
  readonly #idleLimit: number;
  #thread: SendingThread | undefined;
  #batches = 0;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param script what the thread runs: sendingWorker.ts, or its bundle.
   * @param idleLimit in milliseconds: the thread ends when it had no batch for so long.
   */
  constructor(script: URL, idleLimit = 10_000) {
    this.#script = script;
    this.#idleLimit = idleLimit;
  }

  /** Sends to the destination that is made of this. */
  to(setup: DestinationSetup, services: Pick<DestinationServices, 'secrets' | 'mask' | 'network'>): SendingBeside {
    return {
      begin: (destination, selection) => {
        const isWorthIt = mayBeSentApart(setup.profile, destination) && areMany(selection);
        const thread = isWorthIt ? this.#running() : undefined;
        if (thread === undefined) return undefined;
        const number = thread.open(setup, { ...services, host: destination.host });
        this.#batches++;
        return {
          ...destination,
          send: async (files, options) => {
            const file = thread.isReady ? localFile(files, options) : undefined;
            if (file === undefined) return destination.send(files, options);
            const uploaded = await thread.send(number, file, options.signal);
            options.onBytes(file.size);
            return [uploaded];
          },
          [Symbol.dispose]: () => {
            thread.close(number);
            if (--this.#batches === 0) this.#rest();
          },
        };
      },
    };
  }

  #running(): SendingThread | undefined {
    clearTimeout(this.#idle);
    if (this.#thread) return this.#thread;
    try {
      const thread: SendingThread = new SendingThread(this.#script, () => {
        if (this.#thread === thread) this.#thread = undefined;
      });
      return (this.#thread = thread);
    } catch {
      // ERR_WORKER_INIT_FAILED: this process may have no more threads.
      return undefined;
    }
  }

  #rest(): void {
    this.#idle = setTimeout(() => this.#thread?.end(), this.#idleLimit).unref();
  }
}

/**
 * False where a destination tells of files that replace each other at one address: one that has not sent all of them
 * itself would not know.
 */
function mayBeSentApart(profile: Profile, { limits }: Destination): boolean {
  const replaces = profile.kind === 'raw' && profile.method !== 'POST' && limits.storesBy === undefined;
  return limits.filesPerRequest === 1 && !replaces;
}

function areMany(selection: readonly Selected[]): boolean {
  let count = 0;
  return selection.some((one) => one.kind === 'source' && isSmall(one.source.size) && ++count >= worthAThread);
}

function isSmall(size: number): boolean {
  return size <= bufferLimit;
}

/** The one file, where a thread can read it and nothing holds its bytes back. */
function localFile(files: readonly PlannedFile[], { pace }: SendOptions): LocalFile | undefined {
  const [file] = files;
  if (file === undefined || pace?.piece !== undefined) return undefined;
  const { source, name, mediaType } = file;
  const { id, path, size, modified, revision } = source;
  if (!id.startsWith('file:') || revision === undefined || modified === undefined || !isSmall(size)) return undefined;
  return { id, path, size, modified, revision, name, mediaType };
}
