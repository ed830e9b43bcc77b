import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { tellExpiry } from './certificateExpiry.ts';
import { endWhenIdle } from './idleTimeout.ts';
import type { SendQueues } from './sendQueues.ts';

/** Opens connections; `onSocket` gets each socket before it is connected, so that it can be ended at any time. */
export type Connect = (onSocket: (socket: Socket) => void) => buildConnector.connector;

/** Longest wait for a connection, in milliseconds; the idle timeout may be shorter. */
const connectTimeoutMs = 10_000;

/** Its type does not say so, but a connector returns its socket. */
type Open = (options: buildConnector.Options, callback: buildConnector.Callback) => Socket;

interface ConnectOptions {
  /** Ends a connection on which no byte moves in either direction, and nothing that moves. */
  readonly idleTimeoutMs: number;
  readonly sendQueues: SendQueues;
  /** What is trusted, and what this side shows. Absent: TLS is not spoken. */
  readonly secureContext?: SecureContext;
  /** False: whatever certificate the other side shows. */
  readonly rejectUnauthorized: boolean;
}

/** Connections to the host that is asked for, or over the socket that is given (`httpSocket`). */
export function createConnect(options: ConnectOptions): Connect {
  const { idleTimeoutMs, sendQueues, secureContext, rejectUnauthorized } = options;
  const timeout = Math.min(connectTimeoutMs, idleTimeoutMs);
  let plain: Open | undefined;
  let secure: Open | undefined;
  const openSecure = () => buildConnector({ allowH2: false, timeout, secureContext, rejectUnauthorized }) as Open;
  const unacknowledged = (descriptor: number) => sendQueues.unacknowledged(descriptor);
  return (onSocket) => (to, callback) => {
    const connect =
      to.protocol === 'https:'
        ? (secure ??= openSecure())
        : (plain ??= buildConnector({ allowH2: false, timeout }) as Open);
    const socket = connect(to, (...result) => {
      const [, connected] = result;
      if (connected) endWhenIdle(connected, idleTimeoutMs, unacknowledged);
      // Of a TLS alert Node tells without ending the socket, and undici would take what follows for the reason.
      connected?.once('error', (error: Error) => connected.destroy(error));
      callback(...result);
    });
    tellExpiry(socket);
    readBeforeFailing(socket);
    onSocket(socket);
  };
}

/** Connections by the first; where that does not trust the certificate that it is shown, by the other. */
export function whereTrusted(first: Connect, other: () => Connect): Connect {
  return (onSocket) => (options, callback) =>
    first(onSocket)(options, (...result) => {
      const [error] = result;
      const isUntrusted = error !== null && 'code' in error && isCertificateCode(String(error.code));
      if (isUntrusted) other()(onSocket)(options, callback);
      else callback(...result);
    });
}

/** X509_verify_cert(3) as Node names its results, and Node's own check of the name. */
export function isCertificateCode(code: string): boolean {
  return /CERT|CRL|^UNABLE_TO_|^(?:INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/.test(code);
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
