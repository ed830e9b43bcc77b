import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { Problem } from '../core/problem.ts';

/** In bytes: enough for the disk to write while the next piece arrives. */
export const bufferSize = 256 * 1024;

/**
 * The body of a request as a stream that may be destroyed while the connection lives on: a client can only be told why
 * its upload was refused if its connection is not torn down with the body.
 */
export function detachedBody(request: IncomingMessage, signal: AbortSignal): Readable {
  const body = new PassThrough({ highWaterMark: bufferSize });
  const abort = (): void => void body.destroy(signal.reason as Error);
  const end = (): void => {
    if (!request.complete) body.destroy(new Problem('requestInvalid', { reason: 'it broke off' }));
  };
  // It may break off before anybody reads it; who reads it then is told.
  body.on('error', () => undefined);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  request.once('close', end);
  request.once('error', end);
  body.once('close', () => {
    signal.removeEventListener('abort', abort);
    request.off('close', end);
    request.off('error', end);
  });
  // Destroying the destination unpipes it, nothing more.
  request.pipe(body);
  return body;
}
