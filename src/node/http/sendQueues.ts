/** In milliseconds: a look at the list of a system that has room for many connections takes ten of a processor's. */
const pauseMs = 1000;

/**
 * How many bytes of what was written to connections their other sides have not acknowledged, as the system lists it:
 * one look at a time for all that ask, and a pause after it. It keeps no process alive.
 */
export class SendQueues {
  readonly #list: ListQueues;
  readonly #pause: () => Promise<void>;
  /** The look that is still to begin. */
  #next: ReturnType<ListQueues> | undefined;
  /** Settles when the next look may begin. */
  #rested: Promise<void> = Promise.resolve();

  constructor(list: ListQueues = listQueues, pause: () => Promise<void> = quietPause) {
    this.#list = list;
    this.#pause = pause;
  }

  /**
   * As of a moment after the call.
   *
   * @param descriptor of its socket, in this process.
   * @returns undefined when nothing tells it.
   */
  async unacknowledged(descriptor: number): Promise<number | undefined> {
    if (process.platform !== 'linux' || descriptor < 0) return undefined;
    const look = (this.#next ??= this.#look());
    const { socketOf } = await listing();
    const socket = await socketOf(descriptor);
    return socket === undefined ? undefined : (await look).get(socket);
  }

  async #look(): ReturnType<ListQueues> {
    await this.#rested;
    this.#next = undefined;
    const looking = this.#list();
    this.#rested = looking.then(this.#pause);
    return looking;
  }
}

/** Bytes by the names of sockets; it does not fail. */
type ListQueues = () => Promise<ReadonlyMap<string, number>>;

const listQueues: ListQueues = async () => (await listing()).listSendQueues();

/** Loaded on first use: hardly any connection is quiet for long. */
const listing = () => import('./listSendQueues.ts');

function quietPause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, pauseMs).unref());
}
