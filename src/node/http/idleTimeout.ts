import type { Socket } from 'node:net';
import type { Clock } from '../../core/ports.ts';

/** Nothing moved for as long as the destination's `timeout` allows. */
export class IdleTimeout extends Error {
  override readonly name = 'IdleTimeout';
}

/** How many looks in a row must find that nothing moved: it is at most one part of so many later than it was set. */
const looks = 16;

/**
 * Ends a connection on which no byte moved in either direction for so long, in milliseconds. `Socket.setTimeout` waits
 * twice as long where a peer stops reading in the middle of a write: it learns at its end that some of it has left.
 */
export function endWhenIdle(
  socket: WatchedSocket,
  idleTimeoutMs: number,
  clock = quietClock,
  unacknowledged = unacknowledgedOf,
): void {
  let before = '';
  let quiet = 0;
  let left: number | undefined;
  const look = () => {
    // Of a large write that is under way, the system takes a little at a time: a slow peer is not a silent one.
    const now = [socket.bytesRead, socket.bytesWritten, socket._handle?.writeQueueSize].join();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    if (quiet === 0) left = undefined;
    if (quiet >= looks) socket.destroy(new IdleTimeout('idle'));
    else if (quiet > 0) void lookBehind();
  };
  // The system holds megabytes, and takes more only when much of them has gone.
  const lookBehind = async () => {
    const now = await unacknowledged(socket);
    if (left !== undefined && now !== left) quiet = 0;
    left = now;
  };
  look();
  const looking = clock.every(idleTimeoutMs / looks, look);
  socket.once('close', () => looking[Symbol.dispose]());
}

/** Keeps no process alive. */
const quietClock: Pick<Clock, 'every'> = {
  every(ms, tick) {
    const timer = setInterval(tick, ms).unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  },
};

/** Loaded on first use: hardly any connection is quiet for long. */
async function unacknowledgedOf({ _handle }: WatchedSocket): Promise<number | undefined> {
  const descriptor = _handle?.fd ?? -1;
  if (process.platform !== 'linux' || descriptor < 0) return undefined;
  const { unacknowledgedBytes } = await import('./unacknowledgedBytes.ts');
  return unacknowledgedBytes(descriptor);
}

/**
 * A socket, its descriptor, and how many bytes of what was written the system has not taken, which Node has but does not
 * document.
 */
export interface WatchedSocket extends Pick<Socket, 'bytesRead' | 'bytesWritten' | 'destroy' | 'once'> {
  readonly _handle?: { readonly fd?: number; readonly writeQueueSize?: number } | null;
}
