import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { bytesOf } from '../upload/given.ts';
import { finished, Porter, type Run } from './porter.ts';

export const partSize = 256 * 1024;
export const content = bytesOf(5 * partSize + 1234);

/** Flags, and variables of the environment. */
type Given = readonly (string | Readonly<Record<string, string>>)[];

/** The command line, each test anew, with a file and a tus server that can be made to wait. */
export class InterruptedUploads {
  /** What it returns for a PATCH of this number, from 1, holds that up. */
  onPatch: (count: number) => Promise<void> | undefined = () => undefined;
  /** What it returns holds the creation of an upload of this size, in bytes, up. */
  onPost: (size: number) => Promise<void> | undefined = () => undefined;
  /** What it returns holds up being asked what is there. */
  onHead: () => Promise<void> | undefined = () => undefined;
  /** What it returns holds up throwing an upload away. */
  onDelete: () => Promise<void> | undefined = () => undefined;
  /** What it returns holds the answer to the last part up. */
  onFinish: () => Promise<void> | undefined = () => undefined;
  /** Paths of what was uploaded whole, where the server moves that away and forgets the upload; undefined: it does not. */
  movedTo: string[] | undefined;
  /** What requests must carry; undefined: nothing. */
  token: string | undefined;
  readonly porter: Porter;
  #server: TusServer | undefined;
  #patches = 0;

  private constructor(porter: Porter) {
    this.porter = porter;
  }

  static async open(): Promise<InterruptedUploads> {
    const uploads = new InterruptedUploads(await Porter.open());
    await uploads.startServer();
    await writeFile(join(uploads.porter.folder, 'a.bin'), content);
    await uploads.configure({ web: uploads.profile });
    return uploads;
  }

  get server(): TusServer {
    assert.ok(this.#server);
    return this.#server;
  }

  get profile() {
    return { kind: 'tus', url: this.server.url, partSize, timeout: 10 };
  }

  /** @param port that of one that has ended, over the same folder. */
  async startServer(port = 0): Promise<void> {
    this.#server = await startTusServer(join(this.porter.folder, 'server'), {
      port,
      onIncomingRequest: async ({ method, headers }) => {
        const isRefused = this.token !== undefined && headers.get('authorization') !== `Bearer ${this.token}`;
        // What it throws is the answer.
        if (isRefused) throw Object.assign(new Error('no'), { status_code: 403, body: 'no' });
        if (method === 'PATCH') await this.onPatch(++this.#patches);
        if (method === 'POST') await this.onPost(Number(headers.get('upload-length')));
        if (method === 'HEAD') await this.onHead();
        if (method === 'DELETE') await this.onDelete();
      },
      onUploadFinish: async (_, { storage }) => {
        if (this.movedTo && storage) await this.#moveAway(storage.path);
        await this.onFinish();
        return {};
      },
    });
  }

  async #moveAway(path: string): Promise<void> {
    const to = join(this.porter.folder, `moved-${basename(path)}`);
    await rename(path, to);
    await rm(`${path}.json`);
    this.movedTo?.push(to);
  }

  async close(): Promise<void> {
    await this.porter[Symbol.asyncDispose]();
    await this.server.close();
  }

  configure(destinations: object): Promise<void> {
    return writeFile(join(this.porter.folder, 'config.json'), JSON.stringify({ destinations }));
  }

  run(...args: string[]): Promise<Run> {
    return this.porter.run(args, { PORTER_CONFIG: 'config.json' });
  }

  /** An upload of which the server has the first two parts, and waits for ever in the next. */
  async stuck(...given: Given): Promise<{ child: ChildProcess; ended: Promise<Run> }> {
    const stuck = new Promise<void>((resolve) => {
      this.onPatch = (count) => {
        if (count < 3) return undefined;
        resolve();
        return new Promise(() => undefined);
      };
    });
    const flags = given.filter((one) => typeof one === 'string');
    const env: Readonly<Record<string, string>> = Object.fromEntries([
      ['PORTER_CONFIG', 'config.json'],
      ...given.filter((one) => typeof one === 'object').flatMap((one) => Object.entries(one)),
    ]);
    const to = flags.includes('--to') ? [] : ['--to', 'web'];
    const child = this.porter.start(['upload', 'a.bin', ...to, ...flags], env);
    const ended = finished(child);
    await stuck;
    this.onPatch = () => undefined;
    return { child, ended };
  }

  async endedBy(signal: NodeJS.Signals, ...given: Given): Promise<Run> {
    const { child, ended } = await this.stuck(...given);
    child.kill(signal);
    return ended;
  }

  /** Runs porter, and ends it when the server gets a request of this kind, which it does not answer. */
  async endedIn(
    request: 'onPost' | 'onPatch' | 'onHead' | 'onDelete' | 'onFinish',
    signal: NodeJS.Signals,
    ...args: string[]
  ) {
    const reached = Promise.withResolvers<undefined>();
    this[request] = () => {
      reached.resolve(undefined);
      return new Promise(() => undefined);
    };
    const child = this.porter.start(args, { PORTER_CONFIG: 'config.json' });
    const ended = finished(child);
    await reached.promise;
    child.kill(signal);
    const run = await ended;
    this[request] = () => undefined;
    return run;
  }

  async requireWhole(url: string | undefined): Promise<void> {
    assert.ok((await readFile(this.server.pathOf(url ?? ''))).equals(content));
  }
}
