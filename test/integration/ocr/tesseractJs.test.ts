import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pageText } from '../../../src/core/reading/pageText.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { tesseractJsReader } from '../../../src/node/ocr/tesseractJs/tesseractJsReader.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { launchBrowser } from '../../setup/browser.ts';
import { germanData } from '../servers/npmRegistry.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures } from './pictures.ts';

const { signal } = new AbortController();
const german = join(germanData, 'deu.traineddata.gz');

/** A picture of a line of text. */
async function pictureOf(text: string): Promise<Uint8Array> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 120 } });
    await page.setContent(`<body style="font: 32px 'DejaVu Sans'; padding: 20px">${text}`);
    return await page.screenshot({ type: 'png' });
  } finally {
    await browser.close();
  }
}

describe('the engine tesseract.js', () => {
  let picture: Uint8Array;
  let upsideDown: Uint8Array;
  let folder: string;
  let reader: DisposableReader | undefined;

  before(async () => {
    const vips = await startPictures();
    const piece = await receiptPiece(vips);
    [picture, upsideDown] = [piece, piece.rot180()].map((one) => one.writeToBuffer('.png')) as [Uint8Array, Uint8Array];
    vips.shutdown();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-tesseract-js-'));
  });
  afterEach(async () => {
    await reader?.dispose();
    reader = undefined;
    await rm(folder, { recursive: true });
  });

  function open(file = german): DisposableReader {
    reader = tesseractJsReader([file], { assetsFolder, timeLimit: 60 });
    return reader;
  }

  it('reads a page of lines and words, and tells how far it is', async () => {
    const seen: number[] = [];
    const page = await open().read(sourceOf(picture), { signal, onProgress: (fraction) => seen.push(fraction) });
    assert.deepEqual([page.width, page.height], [430, 175]);
    const line = page.lines.find(({ text }) => text === '48 Lantern Street');
    assert.ok(line?.words?.length === 3 && (line.confidence ?? 0) > 0.9, pageText(page));
    assert.deepEqual([seen.toSorted((a, b) => a - b), seen.at(-1)], [seen, 1]);
  });

  it('reads a page that is upside down', async () => {
    const page = await open().read(sourceOf(upsideDown), { signal });
    assert.equal(page.turned, 180);
    assert.match(pageText(page), /48 Lantern Street/);
  });

  it('reads letters that the local engine does not know', async () => {
    const page = await open().read(sourceOf(await pictureOf('Süßgebäck Größe Öl 3,50 €')), { signal });
    assert.match(pageText(page), /Süßgebäck Größe Öl 3,50 €/);
  });

  for (const [what, damage] of [
    ['cut off', (data: Buffer) => data.subarray(0, 1000)],
    ['something else', () => Buffer.from('something else')],
    ['empty', () => Buffer.alloc(0)],
    ['of no network', () => gzipSync(Buffer.alloc(1000))],
    ['random', () => gzipSync(randomBytes(5000))],
  ] as const) {
    it(`with data that are ${what} is a problem, and reads the next picture with those that are right`, async () => {
      const file = join(folder, 'deu.traineddata.gz');
      await writeFile(file, damage(await readFile(german)));
      const opened = open(file);
      await assert.rejects(opened.read(sourceOf(picture), { signal }), { code: 'engineFailed' });
      await copyFile(german, file);
      assert.match(pageText(await opened.read(sourceOf(picture), { signal })), /48 Lantern Street/);
    });
  }

  it('stops within 100 ms when cancelled in the middle, and reads the next picture', async () => {
    const opened = open();
    const controller = new AbortController();
    const underWay = Promise.withResolvers<undefined>();
    const onProgress = () => underWay.resolve(undefined);
    const reading = opened.read(sourceOf(picture), { signal: controller.signal, onProgress });
    const cancelled = assert.rejects(reading, { name: 'AbortError' });
    await underWay.promise;
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
    assert.match(pageText(await opened.read(sourceOf(picture), { signal })), /48 Lantern Street/);
  });
});
