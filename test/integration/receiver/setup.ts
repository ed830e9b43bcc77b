import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver, type Receiver, type ReceiverOptions } from '../../../src/receiver/startReceiver.ts';

export const never = new AbortController().signal;

/** What one test has: a folder of its own and receivers that stop with it. */
export class Bench {
  /** For files of the test's own. */
  readonly folder: string;
  /** For the receivers' files. */
  readonly store: string;
  readonly log: string[] = [];
  readonly #receivers: Receiver[] = [];
  readonly #sockets: Socket[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.store = join(folder, 'store');
  }

  static async open(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), 'porter-receiver-')));
  }

  async start(options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
    const log = (line: string): void => void this.log.push(line);
    const receiver = await startReceiver({ folder: this.store, log, ...options }, never);
    this.#receivers.push(receiver);
    return receiver;
  }

  /** @returns the full path of a file of the test's own. */
  async file(name: string, content: Buffer | string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** A connection on which a test may misbehave. */
  connect(receiver: Pick<Receiver, 'port'>): RawConnection {
    const socket = connect(receiver.port, '127.0.0.1');
    this.#sockets.push(socket);
    return new RawConnection(socket);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const receiver of this.#receivers) await receiver.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Writes bytes as they are, and reads what comes back. */
export class RawConnection {
  readonly socket: Socket;
  #text = '';
  readonly closed: Promise<void>;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (this.#text += chunk));
    // A reset is one way to be refused; what had come before is what counts.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Resolves when the kernel has taken it, or refuses to. */
  async write(data: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(data, () => resolve());
    });
  }

  /** What has come as soon as it matches. */
  async until(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(this.#text)) return;
        this.socket.off('data', look).off('close', fail);
        resolve(this.#text);
      };
      const fail = (): void => reject(new Error(`closed after ${JSON.stringify(this.#text)}`));
      this.socket.on('data', look).once('close', fail);
      look();
    });
  }

  get text(): string {
    return this.#text;
  }
}

export interface CurlAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Runs the real curl. */
export async function curl(...args: string[]): Promise<CurlAnswer> {
  const output = await new Promise<string>((resolve, reject) => {
    const all = ['--silent', '--show-error', '--max-time', '30', '--noproxy', '*', '--include', ...args];
    execFile('curl', all, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`curl: ${stderr}`));
    });
  });
  // `100 Continue` comes first, if at all.
  const [, head = '', body = ''] = /^(?:HTTP\/1\.1 1\d\d[^]*?\r\n\r\n)*([^]*?)\r\n\r\n([^]*)$/.exec(output) ?? [];
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

export function bearer(receiver: Receiver): string[] {
  return ['--header', `Authorization: Bearer ${receiver.token ?? ''}`];
}

interface UploadAnswer {
  readonly files: readonly { name: string; url: string; size: number; mediaType: string; path?: string }[];
}

export function filesOf({ body }: CurlAnswer): UploadAnswer['files'] {
  return (JSON.parse(body) as UploadAnswer).files;
}

export interface ProblemAnswer {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

export function problemOf({ body }: { body: string }): ProblemAnswer {
  return JSON.parse(body) as ProblemAnswer;
}

/** Every file and folder below, without what remembers the port. */
export async function contents(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true });
  return all.filter((name) => name !== '.receiver.json').sort();
}

/** Waits until it holds, which is looked at again whenever something changes in the folder. */
export async function untilInFolder(folder: string, holds: () => Promise<boolean>): Promise<void> {
  const watcher = watch(folder);
  // Kept from now on: something may change while it is looked at.
  const changes = on(watcher, 'change');
  try {
    while (!(await holds())) await changes.next();
  } finally {
    watcher.close();
  }
}

/** How many files are there, stored or under way. */
export async function entriesOf(folder: string): Promise<number> {
  return (await readdir(folder)).filter((name) => name !== '.receiver.json').length;
}

/** Bytes in which nothing repeats. */
export function noise(size: number): Buffer {
  return randomBytes(size);
}
