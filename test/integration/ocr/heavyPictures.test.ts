import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { decodeImage, HeavyImage } from '../../../src/node/ocr/decodeImage.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { fileInMemory } from '../../../src/node/ocr/pictureFile.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { Turns } from '../../../src/node/ocr/turns.ts';
import { receiptPiece, sourceOf, startPictures } from './pictures.ts';

describe('a picture whose decoder takes much memory', () => {
  const { signal } = new AbortController();
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
  });

  afterEach(async () => {
    await reader?.dispose();
    reader = undefined;
    await rm(folder, { recursive: true });
  });

  /**
   * A reader to which every picture is heavy. Its workers tell on the channel that is named by the folder when they
   * found one heavy, and when they begin and end to decode and to read, in between which they wait to be told to go on.
   */
  async function readerOfHeavy(options: { jobs: number; timeLimit: number }): Promise<DisposableReader> {
    const script = `import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ kind: 'up' });
      const channel = new BroadcastChannel(${JSON.stringify(folder)});
      channel.unref();
      const pixels = () => ({ data: new Uint8Array(3), width: 1, height: 1 });
      parentPort.on('message', async ({ want, file }) => {
        if (file && want === 'page') {
          channel.postMessage('heavy');
          return parentPort.postMessage({ kind: 'heavy', file }, [file.bytes.buffer]);
        }
        const told = new Promise((resolve) => (channel.onmessage = ({ data }) => data === 'go on' && resolve()));
        channel.postMessage(want + ' begins');
        await told;
        channel.postMessage(want + ' ends');
        if (want === 'page') parentPort.postMessage({ kind: 'page', page: { width: 1, height: 1, lines: [] } });
        else parentPort.postMessage({ kind: 'pixels', raster: pixels(), original: {} });
      });`;
    await writeFile(join(folder, 'worker.js'), script);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    return localReader({ assetsFolder: folder, threads: 1, ...options });
  }

  it('may be a JPEG, too, that is decoded row by row', async () => {
    const vips = await startPictures();
    try {
      const jpeg = vips.Image.black(5000, 4000, { bands: 3 }).writeToBuffer('.jpg');
      const decode = (isAlone: boolean) =>
        decodeImage(vips, fileInMemory(jpeg), 'image/jpeg', { pixelLimit: 40_000_000, isAlone });
      await assert.rejects(decode(false), HeavyImage);
      assert.equal((await decode(true)).original.width, 5000);
    } finally {
      vips.shutdown();
    }
  });

  it('has one time limit, though it takes two workers', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let now = 0;
    const clock = mock.method(performance, 'now', () => now);
    const channel = new BroadcastChannel(folder);
    const heard = new EventEmitter();
    channel.onmessage = ({ data }: { readonly data: string }) => heard.emit(data);
    try {
      reader = await readerOfHeavy({ jobs: 1, timeLimit: 1 });
      const [decoding, reading] = [once(heard, 'pixels begins'), once(heard, 'page begins')];
      const refused = assert.rejects(reader.read(sourceOf(picture), { signal }), { code: 'readingTimedOut' });
      await decoding;
      now = 600;
      channel.postMessage('go on');
      await reading;
      mock.timers.tick(400);
      await refused;
    } finally {
      channel.close();
      clock.mock.restore();
      mock.timers.reset();
    }
  });

  /** Tells how many of the turns of any kind have begun when the `count`th was asked for. */
  function begunAt(count: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    type Take = (this: Turns, work: () => Promise<unknown>, signal: AbortSignal) => Promise<unknown>;
    const { take } = Turns.prototype as { readonly take: Take };
    let [asked, begun] = [0, 0];
    const countingTake: Take = function (work, signal) {
      // One that need not wait begins before.
      if (++asked === count) setImmediate(() => resolve(begun));
      const countedWork = () => {
        begun++;
        return work();
      };
      return take.call(this, countedWork, signal);
    };
    mock.method(Turns.prototype, 'take', countingTake);
    return promise;
  }

  it('is decoded after the one before, however many are read at a time', async () => {
    // Each of the two takes one turn at its worker, and one at decoding.
    const begun = begunAt(4);
    const heavy = await readerOfHeavy({ jobs: 2, timeLimit: 60 });
    reader = heavy;
    const channel = new BroadcastChannel(folder);
    const told: string[] = [];
    const bothDecoded = Promise.withResolvers<undefined>();
    channel.onmessage = ({ data }: { readonly data: string }) => {
      if (data.startsWith('pixels')) told.push(data);
      if (told.length === 4) bothDecoded.resolve(undefined);
      if (data.endsWith('begins')) void begun.then(() => channel.postMessage('go on'));
    };
    try {
      await Promise.all([1, 2].map(() => heavy.read(sourceOf(picture), { signal })));
      await bothDecoded.promise;
      assert.equal(await begun, 3);
      assert.deepEqual(told, ['pixels begins', 'pixels ends', 'pixels begins', 'pixels ends']);
    } finally {
      channel.close();
      mock.restoreAll();
    }
  });
});
