import type { Socket } from 'node:net';
import { systemClock } from '../../core/clock.ts';
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
 *
 * @param unacknowledged how much of what was written the other side has not acknowledged. Where it tells late, it ends
 *   as late.
 */
export function endWhenIdle(
  socket: WatchedSocket,
  idleTimeoutMs: number,
  unacknowledged: (descriptor: number) => Promise<number | undefined>,
  clock: Pick<Clock, 'every'> = systemClock,
): void {
  let before = '';
  let quiet = 0;
  let left: number | undefined;
  let isLooking = false;
  const end = () => socket.destroy(new IdleTimeout('idle'));
  const look = () => {
    const now = movedBy(socket);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    if (quiet === 0) left = undefined;
    // Nothing is with the system, and nothing was written since: there is nothing more to learn there.
    else if (left !== 0) void lookBehind();
    else if (quiet >= looks) end();
  };
  // The system holds megabytes, and takes more only when much of them has gone.
  const lookBehind = async () => {
    if (isLooking) return;
    isLooking = true;
    const at = before;
    const now = await unacknowledged(socket._handle?.fd ?? -1);
    isLooking = false;
    if (movedBy(socket) !== at) return;
    if (quiet >= looks && now === left) end();
    if (left !== undefined && now !== left) quiet = 0;
    left = now;
  };
  look();
  const looking = clock.every(idleTimeoutMs / looks, look);
  socket.once('close', () => looking[Symbol.dispose]());
}

/** Of a large write that is under way, the system takes a little at a time: a slow peer is not a silent one. */
function movedBy({ bytesRead, bytesWritten, _handle }: WatchedSocket): string {
  return [bytesRead, bytesWritten, _handle?.writeQueueSize].join();
}

/**
 * A socket, its descriptor, and how many bytes of what was written the system has not taken, which Node has but does
 * not document.
 */
interface WatchedSocket extends Pick<Socket, 'bytesRead' | 'bytesWritten' | 'destroy' | 'once'> {
  readonly _handle?: { readonly fd?: number; readonly writeQueueSize?: number } | null;
}
