import assert from 'node:assert/strict';
import { join } from 'node:path';
import startVips from 'wasm-vips';
import type { Source } from '../../src/core/model.ts';
import { Problem } from '../../src/core/problem.ts';
import { memorySource } from '../../src/node/files/memorySource.ts';
import { viewablePicture, viewingWorker } from '../../src/node/ocr/viewablePicture.ts';
import { pdfOf } from './ocr/pdfs.ts';

const { signal } = new AbortController();

describe('A picture for the results panel', () => {
  let vips: Awaited<ReturnType<typeof startVips>>;
  before(async () => {
    vips = await startVips({ dynamicLibraries: [] });
  });
  after(() => vips.shutdown());

  const worker = viewingWorker(join(import.meta.dirname, '../../dist/ocr'));
  after(() => worker.dispose());

  const show = (bytes: Uint8Array, name: string) =>
    viewablePicture(memorySource({ id: `test:${name}`, name, path: name }, bytes), worker, signal);

  /** 40 × 20 pixels that the EXIF orientation turns upright: 20 × 40. */
  function lying(ending: string): Uint8Array {
    const image = vips.Image.black(40, 20, { bands: 3 }).copy();
    image.setInt('orientation', 6);
    return image.writeToBuffer(ending);
  }

  for (const ending of ['.tif', '.webp']) {
    it(`is an upright JPEG of a ${ending}, which a browser does not show as it should`, async () => {
      const jpeg = await show(lying(ending), `a${ending}`);
      assert.deepEqual([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
      const image = vips.Image.newFromBuffer(jpeg);
      assert.deepEqual([image.width, image.height], [20, 40]);
    });
  }

  for (const ending of ['.jpg', '.png']) {
    it(`is the file itself of a ${ending}`, async () => {
      const bytes = lying(ending);
      assert.deepEqual(Buffer.from(await show(bytes, `a${ending}`)), Buffer.from(bytes));
    });
  }

  it('is a page of a document that is not opened again while it is at hand', async () => {
    let opened = 0;
    const file = memorySource({ id: 'test:scan.pdf', name: 'scan.pdf', path: 'scan.pdf' }, pdfOf([['ONE'], ['TWO']]));
    const open: Source['open'] = (...how) => {
      opened++;
      return file.open(...how);
    };
    const page = (number: number) => viewablePicture({ ...file, open, page: number }, worker, signal);
    await page(1);
    const once = opened;
    assert.notDeepEqual(await page(2), await page(1));
    assert.equal(opened, once);
  });

  it('is made by one thread, which stays for the next', async () => {
    let threads = 0;
    const onWorker = () => threads++;
    process.on('worker', onWorker);
    try {
      await worker.dispose();
      for (const ending of ['.tif', '.webp', '.tif']) await show(lying(ending), `a${ending}`);
      assert.equal(threads, 1);
    } finally {
      process.off('worker', onWorker);
    }
  });

  it('is refused with a sentence where the file is damaged by now', async () => {
    const whole = lying('.webp');
    const bytes = whole.subarray(0, whole.length - 20);
    await assert.rejects(
      show(bytes, 'a.webp'),
      (error) =>
        error instanceof Problem && error.code === 'imageDamaged' && error.message.startsWith('a.webp is damaged'),
    );
  });
});
