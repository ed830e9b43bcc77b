import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { sniffer } from '../node/files/sniffer.ts';
import { Access } from './access.ts';
import { openFileStore } from './fileStore.ts';
import { listen } from './listen.ts';
import { createReceiverServer } from './receiverServer.ts';
import { PartialUploads } from './tus/partialUploads.ts';
import { Turns } from './tus/turns.ts';
import { createTypeCheck } from './typeCheck.ts';

/** In milliseconds. */
const cleanEvery = 60 * 60_000;

export interface ReceiverOptions {
  /** Where files are stored; made if it does not exist. Several receivers may share it. */
  readonly folder: string;
  /** Absent: one of its own choosing, the same as last time if it is free. */
  readonly port?: number;
  /** What uploading wants; absent: a random one; null: uploading is open to every program of this machine. */
  readonly token?: string | null;
  /** Largest file, in bytes; absent: what fits on the disk. */
  readonly maxSize?: number;
  /** Media types (`image/png`, `image/*`) or name endings (`.pdf`); absent: all. */
  readonly allow?: readonly string[];
  /** How long a client may be silent, in seconds; default 60. */
  readonly idleTimeout?: number;
  /** Gets a line for each request, without secrets. */
  readonly log?: (line: string) => void;
}

/** A running receiver. */
export interface Receiver {
  /** `http://127.0.0.1:8080`: where to POST and PUT. */
  readonly url: string;
  /** The page with the form; holds the token. */
  readonly pageUrl: string;
  readonly port: number;
  /** null: uploading needs none. */
  readonly token: string | null;
  /** Full path. */
  readonly folder: string;
  /** With it the receiver proves who it is (serveState.ts); a secret. */
  readonly proofKey: string;
  /** Lets requests through that reach this receiver under a forwarded name: `host` or `host:port`, not a URL. */
  allowAuthority(authority: string): void;
  /**
   * Ends uploads that are under way, removes what they left, and frees the port.
   *
   * @param gracefully clients that send one file after the other are told, which takes a moment; by default they are
   *   not.
   */
  close(gracefully?: boolean): Promise<void>;
}

/**
 * Starts a receiver on 127.0.0.1.
 *
 * @param signal cancels the start; later it has no effect.
 * @throws Problem `portInUse`, `folderUnusable`.
 */
export async function startReceiver(options: ReceiverOptions, signal: AbortSignal): Promise<Receiver> {
  const folder = resolve(options.folder);
  const token = options.token === undefined ? randomSecret() : options.token;
  const maxSize = options.maxSize ?? Infinity;
  const proofKey = randomSecret();
  const access = new Access(token, randomSecret());
  const store = await openFileStore(folder, maxSize, signal);
  const uploads = new PartialUploads(store);
  const server = createReceiverServer(
    {
      access,
      store,
      uploads,
      turns: new Turns(uploads.folder),
      types: createTypeCheck(options.allow, sniffer),
      maxSize,
      proofKey,
      log: options.log ?? (() => undefined),
    },
    (options.idleTimeout ?? 60) * 1000,
  );
  let port: number;
  try {
    port = await listen(server.http, { folder, port: options.port }, signal);
  } catch (error) {
    await server.close();
    throw error;
  }
  const cleaning = keepClean(uploads);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pageUrl: token === null ? `${url}/` : `${url}/?token=${encodeURIComponent(token)}`,
    port,
    token,
    folder,
    proofKey,
    allowAuthority: (authority) => access.allowAuthority(authority),
    close: (gracefully) => {
      cleaning.abort();
      return server.close(gracefully);
    },
  };
}

/** Uploads that nobody goes on with go in time, also from a receiver that runs for months. */
function keepClean(uploads: PartialUploads): AbortController {
  const controller = new AbortController();
  const clean = () => uploads.removeExpired(controller.signal).catch(() => undefined);
  const timer = setInterval(() => void clean(), cleanEvery).unref();
  controller.signal.addEventListener('abort', () => clearInterval(timer));
  void clean();
  return controller;
}

/** 256 bits, in characters that need no escaping in a URL, a header or a cookie. */
function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
