import { systemClock } from '../../core/clock.ts';
import type { Clock, Destination } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import type { SessionProtocol } from '../../core/transfer/sessionPort.ts';
import { TransferError } from '../../core/transfer/transferError.ts';

/** A receiver that was started again listens before others can find it; looked for so often, milliseconds apart. */
const looks = 10;
const lookEvery = 200;

/** Its destination as it leads to the receiver now; undefined: it is the same one, or none. */
export type Renew = (signal: AbortSignal) => Promise<Destination | undefined>;

/**
 * A receiver that may be started again, with another token or at another address: a request that it refuses, or that
 * finds none, is made once more where it is now. Uploads that were begun go on there.
 */
export class RenewedReceiver {
  readonly #renew: Renew | undefined;
  readonly #clock: Clock;
  #current: Destination;
  /** It refused, and none was found in its place: nobody waits for one any more. */
  #isLost = false;

  /** @param renew absent: it cannot be found again. */
  constructor(first: Destination, renew: Renew | undefined, clock: Clock = systemClock) {
    this.#current = first;
    this.#renew = renew;
    this.#clock = clock;
  }

  /** What sends is replaced; all else is as it was at first. */
  get destination(): Destination {
    const { session, verify } = this.#current;
    return {
      ...this.#current,
      preview: (files, signal) => this.#current.preview(files, signal),
      send: (files, options) => this.#attempt((now) => now.send(files, options), options.signal),
      ...(session && { session: this.#session(session) }),
      ...(verify && {
        verify: (uploaded, file, signal) => this.#attempt(async (now) => now.verify?.(uploaded, file, signal), signal),
      }),
    };
  }

  #session({ from, limits, lastPartEnds }: SessionProtocol): SessionProtocol {
    const attempt = <T>(request: (session: SessionProtocol) => Promise<T>, signal: AbortSignal): Promise<T> =>
      this.#attempt(({ session }) => {
        if (session === undefined) throw new Problem('internal', { reason: 'a destination that lost its sessions' });
        return request(session);
      }, signal);
    return {
      from,
      limits,
      lastPartEnds,
      intend: (file, signal) => attempt((session) => session.intend(file, signal), signal),
      begin: (file, options) => attempt((session) => session.begin(file, options), options.signal),
      held: (state, file, signal) => attempt((session) => session.held(state, file, signal), signal),
      send: (state, file, part, options) =>
        attempt((session) => session.send(state, file, part, options), options.signal),
      finish: (state, file, held, signal) => attempt((session) => session.finish(state, file, held, signal), signal),
      abandon: (state, signal) => attempt((session) => session.abandon(state, signal), signal),
    };
  }

  async #attempt<T>(request: (destination: Destination) => Promise<T>, signal: AbortSignal): Promise<T> {
    const used = this.#current;
    try {
      return await request(used);
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      const how = whatFailed(error);
      if (how === undefined) throw error;
      await this.#lookAgain(used, how === 'gone' || this.#isLost ? 1 : looks, signal);
      if (this.#current !== used) return await request(this.#current);
      this.#isLost ||= how === 'refused';
      throw how === 'refused' ? tokenRefused(used, error) : error;
    }
  }

  async #lookAgain(used: Destination, most: number, signal: AbortSignal): Promise<void> {
    for (let look = 0; this.#renew && look < most && this.#current === used; look++) {
      if (look > 0) await this.#clock.sleep(lookEvery, signal);
      this.#current = (await this.#renew(signal)) ?? this.#current;
    }
  }
}

/**
 * By which the receiver may be another one now. It has taken nothing by then, so that what is sent again is there once.
 */
function whatFailed({ failure }: TransferError): 'refused' | 'closing' | 'gone' | undefined {
  const { status, networkCode, sent } = failure;
  if (status === 401) return 'refused';
  if (status === 503 && sent === 'nothing') return 'closing';
  return networkCode === 'ECONNREFUSED' && sent === 'nothing' ? 'gone' : undefined;
}

function tokenRefused({ host }: Destination, { failure, cause }: TransferError): TransferError {
  return new TransferError(new Problem('receiverChanged', { host }), failure, { cause });
}
