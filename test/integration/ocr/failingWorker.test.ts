import assert from 'node:assert/strict';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { mock } from 'node:test';
import v8 from 'node:v8';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { tesseractJsReader } from '../../../src/node/ocr/tesseractJs/tesseractJsReader.ts';
import { germanData } from '../servers/npmRegistry.ts';
import { answering, firstThen, givenLocal, GivenReader, unseen, workerThat } from './givenReader.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, textOf } from './pictures.ts';

const { signal } = new AbortController();

const engines = {
  local: (assetsFolder: string) => localReader({ assetsFolder, threads: 2 }),
  'tesseract.js': (assetsFolder: string) =>
    tesseractJsReader([join(germanData, 'deu.traineddata.gz')], { assetsFolder }),
};

/** What a worker does in place of reading, and what is said of it. */
const misdeeds: readonly (readonly [title: string, deed: string, reason: RegExp])[] = [
  ['ends its thread', 'process.exit(3)', /its thread ended with code 3/],
  ['throws', 'throw new Error("out of luck")', /out of luck/],
  [
    'fills its heap',
    'for (let all; ;) all = { all, a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0, h: 0 }',
    /reaching memory limit: JS heap out of memory/,
  ],
];

/** What goes before the code of a thread: its WebAssembly gets no more memory than it starts with. */
const withoutMore = `WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(wanted) { super({ ...wanted, maximum: wanted.initial }); }
};`;

describe('an engine in a worker', () => {
  let picture: Uint8Array;
  let hungry: Uint8Array;

  before(async () => {
    const vips = await startPictures();
    picture = (await receiptPiece(vips)).writeToBuffer('.png');
    // Its decoder holds 3 bytes a pixel.
    hungry = vips.Image.black(8400, 7000, { bands: 3 }).writeToBuffer('.jpg', { interlace: true });
    vips.shutdown();
  });

  async function readsNext({ reader }: GivenReader): Promise<void> {
    assert.ok(textOf(await reader.read(sourceOf(picture), { signal })).includes('48LANTERNSTREET'));
  }

  for (const [title, deed, message] of misdeeds) {
    it(`that ${title} is a problem, and another reads the next picture`, async () => {
      await using given = await givenLocal(firstThen(workerThat(deed)));
      await assert.rejects(given.reader.read(unseen, { signal }), { code: 'engineFailed', message });
      await readsNext(given);
    });
  }

  for (const [what, thread, code, read] of [
    [
      'a network',
      'networkThread.cjs',
      `require(${JSON.stringify(join(assetsFolder, 'networkThread.cjs'))});`,
      () => picture,
    ],
    ['a decoder', 'worker.js', `await import('./later.js');`, () => hungry],
  ] as const) {
    it(`in which ${what} gets no memory is a problem, and reads the next picture when there is some`, async () => {
      const assets = { [thread]: `${withoutMore} ${code}` };
      await using given = await givenLocal(assets, { threads: 2 });
      const reading = given.reader.read(sourceOf(read()), { signal });
      await assert.rejects(reading, { code: 'engineFailed', message: /memory/i });
      await given.restore(thread);
      await readsNext(given);
    });
  }

  for (const [what, deed] of [
    ['that never answers', ''],
    ['in an endless loop', 'for (;;);'],
  ] as const) {
    it(`${what} is ended after the time limit, and another reads the next picture`, async () => {
      await using given = await givenLocal(
        firstThen(workerThat(`channel.postMessage('asked'); ${deed}`), workerThat(answering)),
        { timeLimit: 30 },
      );
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const asked = given.heard('asked');
        const ended = assert.rejects(given.reader.read({ ...unseen, path: 'slow.png' }, { signal }), {
          code: 'readingTimedOut',
          message:
            'slow.png took longer than 30 s to read, so reading it was stopped. Try a smaller picture, or allow more time (porter.reading.timeLimit, --time-limit).',
        });
        await asked;
        mock.timers.tick(30_000);
        await ended;
      } finally {
        mock.timers.reset();
      }
      const [thread] = given.threads;
      assert.ok(thread);
      if (thread.threadId !== -1) await once(thread, 'exit');
      assert.equal((await given.reader.read(unseen, { signal })).width, 1);
    });
  }

  for (const [engine, missing] of [
    ['local', 'worker.js'],
    ['local', 'vips.wasm'],
    ['local', 'kernels.wasm'],
    ['local', 'ort-wasm-simd-threaded.wasm'],
    ['tesseract.js', 'tesseract-core.wasm'],
  ] as const) {
    it(`without ${missing} is a problem, and reads the next picture once it is there: ${engine}`, async () => {
      await using given = await GivenReader.open({ [missing]: null }, engines[engine]);
      await assert.rejects(given.reader.read(sourceOf(picture), { signal }), { code: 'engineFailed' });
      await given.restore(missing);
      await readsNext(given);
    });
  }

  it('leaves V8’s flags, which are those of the process, as they were, however it ends', async () => {
    const setFlags = mock.method(v8, 'setFlagsFromString', () => undefined);
    syncBuiltinESMExports();
    try {
      await using given = await givenLocal({ 'worker.js': workerThat(`channel.postMessage('asked')`) });
      const asked = given.heard('asked');
      const controller = new AbortController();
      const cancelled = given.reader.read(unseen, { signal: controller.signal });
      await asked;
      controller.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      await given.reader.dispose();
      const known = /^1[34]\./.test(process.versions.v8);
      const flags = setFlags.mock.calls.map((call) => call.arguments);
      assert.deepEqual(flags, known ? [['--wasm-tiering-budget=13000000']] : []);
    } finally {
      setFlags.mock.restore();
      syncBuiltinESMExports();
    }
  });
});
