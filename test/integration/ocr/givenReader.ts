import { EventEmitter } from 'node:events';
import { copyFile, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel, type Worker } from 'node:worker_threads';
import type { Source } from '../../../src/core/model.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { localReader, type LocalReaderOptions } from '../../../src/node/ocr/localReader.ts';
import { assetsFolder, pngHeader, sourceOf } from './pictures.ts';

/** Files in place of those that the build made, by name; null: there is none. */
type Assets = Readonly<Record<string, string | null>>;

const picture = pngHeader(1, 1);

/** Read by workers that never look at it. */
export const unseen: Source = {
  ...sourceOf(picture),
  read: ({ start, end }) => new Uint8Array(picture.subarray(start, end)),
};

/** What a worker answers: an empty page. */
export const answering = `parentPort.postMessage({ kind: 'page', page: { width: 1, height: 1, lines: [] } });`;

/** The test hears on it what is said, and speaks. */
const channel = 'const channel = new BroadcastChannel(import.meta.dirname);';

/** A worker that is up at once, and does this with every picture. */
export function workerThat(deed: string): string {
  return `import { parentPort } from 'node:worker_threads';
    ${channel}
    parentPort.postMessage({ kind: 'up' });
    parentPort.on('message', async ({ want, file }) => { ${deed} });`;
}

/** A worker that says when it is starting, and when it is up, which it is as soon as it is told something. */
export const startingWhenTold = `import { parentPort } from 'node:worker_threads';
  ${channel}
  channel.postMessage('starting');
  await new Promise((resolve) => (channel.onmessage = resolve));
  channel.postMessage('up');
  parentPort.postMessage({ kind: 'up' });`;

/** @param later every worker but the first; absent: the real one. */
export function firstThen(first: string, later?: string): Assets {
  return {
    'first.js': first,
    ...(later !== undefined && { 'later.js': later }),
    'worker.js': `import { existsSync, writeFileSync } from 'node:fs';
      const mark = new URL('started', import.meta.url);
      if (existsSync(mark)) await import('./later.js');
      else {
        writeFileSync(mark, '');
        await import('./first.js');
      }`,
  };
}

/** A reader, what it reads with, and the threads that were started since. */
export class GivenReader implements AsyncDisposable {
  readonly reader: DisposableReader;
  readonly folder: string;
  readonly threads: Worker[] = [];
  /** What the workers said. */
  readonly said: string[] = [];
  readonly #channel: BroadcastChannel;
  readonly #words = new EventEmitter();
  readonly #onWorker = (thread: Worker) => this.threads.push(thread);

  private constructor(folder: string, reader: DisposableReader) {
    this.folder = folder;
    this.reader = reader;
    this.#channel = new BroadcastChannel(folder);
    this.#channel.onmessage = ({ data }: { readonly data: string }) => {
      this.said.push(data);
      this.#words.emit(data);
    };
    process.on('worker', this.#onWorker);
  }

  /** @param make a reader with the files of a folder. */
  static async open(assets: Assets, make: (assetsFolder: string) => DisposableReader): Promise<GivenReader> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'porter-ocr-')));
    for (const name of await readdir(assetsFolder)) {
      if (!(name in assets)) await put(name, folder);
      else if (name === 'worker.js') await put(name, folder, 'later.js');
    }
    for (const [name, content] of Object.entries(assets)) {
      if (content !== null) await writeFile(join(folder, name), content);
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    return new GivenReader(folder, make(folder));
  }

  /** From now on a file is that of the build. */
  async restore(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
    await put(name, this.folder);
  }

  /** Settles when the workers have said so that many times from now on. */
  heard(words: string, times = 1): Promise<undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let count = 0;
    const onWords = () => {
      if (++count === times) resolve(undefined);
    };
    this.#words.on(words, onWords);
    return promise;
  }

  /** Tells the workers. */
  say(words: string): void {
    this.#channel.postMessage(words);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('worker', this.#onWorker);
    this.#channel.close();
    await this.reader.dispose();
    await rm(this.folder, { recursive: true });
  }
}

/** Puts a file of the build into a folder. A module is where its link leads to, so it is copied. */
async function put(name: string, folder: string, newName = name): Promise<void> {
  const isModule = /\.[cm]?js$/.test(name);
  await (isModule ? copyFile : symlink)(join(assetsFolder, name), join(folder, newName));
}

/** A local reader with other files. */
export function givenLocal(
  assets: Assets,
  options: Omit<LocalReaderOptions, 'assetsFolder'> = { threads: 1 },
): Promise<GivenReader> {
  return GivenReader.open(assets, (assetsFolder) => localReader({ assetsFolder, ...options }));
}
