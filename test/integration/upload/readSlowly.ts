import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body in small pieces with pauses of changing length, in turns of the event loop: whoever sends it
 * gets as many in between.
 */
export function readSlowly(request: IncomingMessage): void {
  let pieces = 0;
  request.on('data', () => {
    request.pause();
    let turns = ++pieces % 16 === 0 ? 100 * (pieces % 5) : 1;
    const wait = () => {
      if (--turns > 0) setImmediate(wait);
      else request.resume();
    };
    setImmediate(wait);
  });
}
