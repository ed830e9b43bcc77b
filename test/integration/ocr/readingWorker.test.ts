import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import type { Worker } from 'node:worker_threads';
import type { Source } from '../../../src/core/model.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures } from './pictures.ts';

const firstLine = '48 Lantern Street';

/** What a worker does in place of reading. */
const misdeeds = {
  'ends its thread': 'process.exit(3)',
  throws: 'throw new Error("out of luck")',
  'runs out of memory': 'new WebAssembly.Memory({ initial: 65536, maximum: 65536 }); throw new RangeError("no memory")',
};

const up = `parentPort.postMessage({ kind: 'up' })`;

/** Says on a channel that it is starting, and that it is up when there was an answer. */
const startWhenTold = (channel: string) => `
  const channel = new BroadcastChannel(${JSON.stringify(channel)});
  channel.postMessage('starting');
  await new Promise((resolve) => (channel.onmessage = resolve));
  channel.postMessage('up');
  ${up};`;

/** Answers every picture with an empty page. */
const answering = `parentPort.postMessage({ kind: 'page', page: { width: 1, height: 1, lines: [] } })`;

describe('the reading worker', () => {
  const { signal } = new AbortController();
  const threads: Worker[] = [];
  const onWorker = (thread: Worker) => threads.push(thread);
  let picture: Uint8Array;
  let folder: string;
  let reader: DisposableReader | undefined;

  before(async () => {
    const vips = await startPictures();
    picture = (await receiptPiece(vips)).writeToBuffer('.png');
    vips.shutdown();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-ocr-'));
    threads.length = 0;
    process.on('worker', onWorker);
  });

  afterEach(async () => {
    process.off('worker', onWorker);
    await reader?.dispose();
    reader = undefined;
    await rm(folder, { recursive: true });
  });

  /** A reader whose first worker does something else, and whose further ones something else again. */
  async function readerWhoseWorker(first: string, later: string, timeLimit = 60): Promise<DisposableReader> {
    const code = (deed: string) => {
      if (deed === 'read') return `await import(${JSON.stringify(realWorker)});`;
      if (deed === 'start when told') return startWhenTold(folder);
      return `${up}; parentPort.on('message', () => { ${deed} });`;
    };
    const script = `import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      const mark = new URL('started', import.meta.url);
      if (existsSync(mark)) { ${code(later)} } else { writeFileSync(mark, ''); ${code(first)} }`;
    await writeFile(join(folder, 'worker.js'), script);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    return localReader({ assetsFolder: folder, timeLimit, threads: 1 });
  }
  const realWorker = pathToFileURL(join(assetsFolder, 'worker.js')).href;

  it('tells how far it is, up to the end', async () => {
    reader = localReader({ assetsFolder, threads: 1 });
    const seen: number[] = [];
    await reader.read(sourceOf(picture), { signal, onProgress: (fraction) => seen.push(fraction) });
    assert.ok(seen.length >= 3);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    assert.equal(seen.at(-1), 1);
  });

  it('stops within 100 ms when cancelled in the middle, and the next picture is read', async () => {
    reader = localReader({ assetsFolder, threads: 1 });
    const controller = new AbortController();
    const underWay = Promise.withResolvers<undefined>();
    const onProgress = () => underWay.resolve(undefined);
    const reading = reader.read(sourceOf(picture), { signal: controller.signal, onProgress });
    const cancelled = assert.rejects(reading, { name: 'AbortError' });
    await underWay.promise;
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
    assert.equal(threads.length, 1);
    assert.equal((await reader.read(sourceOf(picture), { signal })).lines[0]?.text, firstLine);
    assert.equal(threads.length, 2);
    assert.equal(threads[0]?.threadId, -1, 'the cancelled thread has ended');
  });

  it('can be cancelled at any moment while it loads what it reads with', async () => {
    reader = localReader({ assetsFolder, threads: 2 });
    for (let moment = 40; moment <= 600; moment += 80) {
      // What goes wrong here ends the process.
      const reading = reader.read(sourceOf(picture), { signal: AbortSignal.timeout(moment) });
      await reading.catch((error: unknown) => assert.equal((error as Error).name, 'TimeoutError'));
    }
    assert.equal((await reader.read(sourceOf(picture), { signal })).lines[0]?.text, firstLine);
  });

  it('reads pictures one at a time, and lets one leave the queue', async () => {
    reader = localReader({ assetsFolder, threads: 1 });
    const controller = new AbortController();
    const first = reader.read(sourceOf(picture), { signal });
    const second = reader.read(sourceOf(picture), { signal: controller.signal });
    const third = reader.read(sourceOf(picture), { signal });
    controller.abort();
    await assert.rejects(second, { name: 'AbortError' });
    assert.deepEqual(await third, await first);
    assert.equal(threads.length, 1);
  });

  it('is one of as many as read at the same time, each a picture', async () => {
    const meeting = `${up}; const channel = new BroadcastChannel(${JSON.stringify(folder)});
      parentPort.on('message', () => {
        channel.onmessage = () => { channel.close(); ${answering}; };
        channel.postMessage('has a picture');
      });`;
    await writeFile(join(folder, 'worker.js'), `import { parentPort } from 'node:worker_threads'; ${meeting}`);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const both = localReader({ assetsFolder: folder, jobs: 2 });
    reader = both;
    const channel = new BroadcastChannel(folder);
    const met = Promise.withResolvers<undefined>();
    let count = 0;
    channel.onmessage = () => {
      if (++count === 2) met.resolve(undefined);
    };
    try {
      const pages = [sourceOf(picture), sourceOf(picture)].map((source) => both.read(source, { signal }));
      await met.promise;
      channel.postMessage('both have');
      assert.equal((await Promise.all(pages)).length, 2);
      assert.equal(threads.length, 2);
    } finally {
      channel.close();
    }
  });

  it('is ended only when it is up: ending a thread that loads its modules can end the process', async () => {
    reader = await readerWhoseWorker('start when told', answering);
    const channel = new BroadcastChannel(folder);
    const controller = new AbortController();
    try {
      const starting = new Promise((resolve) => (channel.onmessage = resolve));
      const cancelled = reader.read(sourceOf(picture), { signal: controller.signal });
      await starting;
      controller.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      const up = new Promise((resolve) => (channel.onmessage = resolve));
      channel.postMessage('start');
      await up;
      assert.equal((await reader.read(sourceOf(picture), { signal })).width, 1);
      assert.equal(threads[0]?.threadId, -1);
    } finally {
      channel.close();
    }
  });

  it('keeps nobody waiting who cancels while the one before is still ending', async () => {
    reader = await readerWhoseWorker('start when told', answering);
    const channel = new BroadcastChannel(folder);
    const [first, second] = [new AbortController(), new AbortController()];
    try {
      const starting = new Promise((resolve) => (channel.onmessage = resolve));
      const cancelled = reader.read(sourceOf(picture), { signal: first.signal });
      await starting;
      first.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      const handedOver = Promise.withResolvers<undefined>();
      let reads = 0;
      const source: Source = {
        ...sourceOf(picture),
        read: ({ start, end }) => {
          // First its signature is looked at.
          if (++reads === 2) setImmediate(() => handedOver.resolve(undefined));
          return picture.slice(start, end);
        },
      };
      const alsoCancelled = assert.rejects(reader.read(source, { signal: second.signal }), { name: 'AbortError' });
      await handedOver.promise;
      const took = await ownTime(() => {
        second.abort();
        return alsoCancelled;
      });
      assert.ok(took < 100, `${took} ms`);
      channel.postMessage('start');
      assert.equal((await reader.read(sourceOf(picture), { signal })).width, 1);
      assert.equal(threads.length, 2);
    } finally {
      channel.close();
    }
  });

  it('is ended once, however many readings are cancelled while it starts', async () => {
    reader = await readerWhoseWorker('start when told', answering);
    const channel = new BroadcastChannel(folder);
    const first = new AbortController();
    try {
      const starting = new Promise((resolve) => (channel.onmessage = resolve));
      const cancelled = reader.read(sourceOf(picture), { signal: first.signal });
      await starting;
      first.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      const [thread] = threads;
      assert.ok(thread);
      const terminate = mock.method(thread, 'terminate');
      for (let count = 0; count < 14; count++) {
        const controller = new AbortController();
        let reads = 0;
        const source: Source = {
          ...sourceOf(picture),
          read: ({ start, end }) => {
            // First its signature is looked at.
            if (++reads === 2) setImmediate(() => controller.abort());
            return picture.slice(start, end);
          },
        };
        await assert.rejects(reader.read(source, { signal: controller.signal }), { name: 'AbortError' });
      }
      channel.postMessage('start');
      await reader.read(sourceOf(picture), { signal });
      assert.equal(terminate.mock.callCount(), 1);
    } finally {
      channel.close();
    }
  });

  it('leaves V8’s flags, which are those of the process, as they were, however it ends', async () => {
    const setFlags = mock.method(v8, 'setFlagsFromString', () => undefined);
    syncBuiltinESMExports();
    try {
      reader = await readerWhoseWorker('/* no answer */', answering, 0.2);
      await assert.rejects(reader.read(sourceOf(picture), { signal }), { code: 'readingTimedOut' });
      await reader.dispose();
      const known = /^1[34]\./.test(process.versions.v8);
      const given = setFlags.mock.calls.map((call) => call.arguments);
      assert.deepEqual(given, known ? [['--wasm-tiering-budget=13000000']] : []);
    } finally {
      setFlags.mock.restore();
      syncBuiltinESMExports();
    }
  });

  it('does not start for a signal that is aborted already', async () => {
    reader = localReader({ assetsFolder });
    await assert.rejects(reader.read(sourceOf(picture), { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(threads.length, 0);
  });

  it('is ended when it takes too long', async () => {
    reader = await readerWhoseWorker('/* no answer */', answering, 0.2);
    await assert.rejects(reader.read(sourceOf(picture, 'slow.png'), { signal }), {
      code: 'readingTimedOut',
      message:
        'slow.png took longer than 0.2 s to read, so that was ended. Try a smaller picture, or allow more time (porter.reading.timeLimit, --time-limit).',
    });
    const [thread] = threads;
    assert.ok(thread);
    if (thread.threadId !== -1) await once(thread, 'exit');
  });

  it('is replaced after it took too long', async () => {
    reader = await readerWhoseWorker('/* no answer */', answering, 2);
    await assert.rejects(reader.read(sourceOf(picture), { signal }), { code: 'readingTimedOut' });
    assert.equal((await reader.read(sourceOf(picture), { signal })).width, 1);
  });

  for (const [what, code] of Object.entries(misdeeds)) {
    it(`is replaced after it ${what}`, async () => {
      reader = await readerWhoseWorker(code, 'read');
      await assert.rejects(reader.read(sourceOf(picture), { signal }), { code: 'engineFailed' });
      assert.equal((await reader.read(sourceOf(picture), { signal })).lines[0]?.text, firstLine);
    });
  }

  it('is a failed engine when its file is missing', async () => {
    reader = localReader({ assetsFolder: join(folder, 'nowhere') });
    await assert.rejects(reader.read(sourceOf(picture), { signal }), { code: 'engineFailed' });
  });

  it('stays for the next picture, and is replaced after fifty', async () => {
    reader = await readerWhoseWorker(answering, answering);
    for (let count = 0; count < 50; count++) await reader.read(sourceOf(picture), { signal });
    assert.equal(threads.length, 1);
    await reader.read(sourceOf(picture), { signal });
    assert.equal(threads.length, 2);
    assert.equal(threads[0]?.threadId, -1);
  });

  it('is replaced when the process has grown by much since it started', async () => {
    let memory = 1_000_000_000;
    const rss = mock.method(process.memoryUsage, 'rss', () => memory);
    const readWith = async (size: number) => {
      memory = size;
      await reader?.read(sourceOf(picture), { signal });
      return threads.length;
    };
    try {
      reader = await readerWhoseWorker(answering, answering);
      assert.equal(await readWith(1_000_000_000), 1);
      assert.equal(await readWith(1_300_000_000), 1);
      assert.equal(await readWith(1_400_000_000), 1);
      assert.equal(await readWith(1_200_000_000), 2);
      assert.equal(threads[0]?.threadId, -1);
      assert.equal(await readWith(1_400_000_000), 2);
      assert.equal(await readWith(1_500_000_000), 2);
      assert.equal(await readWith(1_500_000_000), 3, 'what the one before left behind is filled again');
      assert.equal(await readWith(1_500_000_000), 3, 'what else the process holds is none of its');
    } finally {
      rss.mock.restore();
    }
  });

  it('goes after a minute without work', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      reader = await readerWhoseWorker(answering, answering);
      await reader.read(sourceOf(picture), { signal });
      await assert.rejects(reader.read(sourceOf(Buffer.from('no picture')), { signal }), { code: 'notAnImage' });
      const [thread] = threads;
      assert.ok(thread);
      mock.timers.tick(59_000);
      assert.notEqual(thread.threadId, -1);
      const ended = once(thread, 'exit');
      mock.timers.tick(1_000);
      await ended;
    } finally {
      mock.timers.reset();
    }
  });

  it('ends with its reader, which can start another', async () => {
    reader = await readerWhoseWorker(answering, answering);
    await reader.read(sourceOf(picture), { signal });
    await reader.dispose();
    assert.equal(threads[0]?.threadId, -1);
    await reader.read(sourceOf(picture), { signal });
    assert.equal(threads.length, 2);
  });
});
