import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { trustedCertificates } from './trustedCertificates.ts';

/** Opens connections; `onSocket` gets the socket before it is connected, so that it can be ended at any time. */
export type Connect = (onSocket: (socket: Socket) => void) => buildConnector.connector;

/** Longest wait for a connection, in milliseconds; the idle timeout may be shorter. */
const connectTimeoutMs = 10_000;

/** Nothing moved for as long as the destination's `timeout` allows. */
export class IdleTimeout extends Error {
  override readonly name = 'IdleTimeout';
}

/** Its type does not say so, but a connector returns its socket. */
type Open = (options: buildConnector.Options, callback: buildConnector.Callback) => Socket;

/** @param idleTimeoutMs ends a connection on which no byte moves in either direction, and nothing that moves. */
export function createConnect(idleTimeoutMs: number): Connect {
  const timeout = Math.min(connectTimeoutMs, idleTimeoutMs);
  let plain: Open | undefined;
  let secure: Open | undefined;
  return (onSocket) => (options, callback) => {
    const connect =
      options.protocol === 'https:'
        ? (secure ??= buildConnector({ allowH2: false, timeout, secureContext: trustedCertificates() }) as Open)
        : (plain ??= buildConnector({ allowH2: false, timeout }) as Open);
    const socket = connect(options, (...result) => {
      const [, connected] = result;
      // Node's own timeout looks at how much of a large write is still queued: a slow peer is not a silent one.
      connected?.setTimeout(idleTimeoutMs, () => {
        connected.destroy(new IdleTimeout('idle'));
      });
      callback(...result);
    });
    readBeforeFailing(socket);
    onSocket(socket);
  };
}

/**
 * A server that refuses a body often answers and resets the connection. Node gives a socket up at the first write that
 * fails, though the answer waits to be read: telling of the failure two turns of the event loop later, lets it in.
 */
function readBeforeFailing(socket: Socket): void {
  const later = (done: WriteDone) => (error?: Error | null) => {
    if (error) setImmediate(() => setImmediate(done, error));
    else done();
  };
  const write = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, later(done));
  const writev = socket._writev?.bind(socket);
  if (writev) socket._writev = (chunks, done) => writev(chunks, later(done));
}

type WriteDone = (error?: Error | null) => void;
