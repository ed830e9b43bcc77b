import assert from 'node:assert/strict';
import type { Source } from '../../../src/core/model.ts';
import { read } from '../../../src/core/pipeline.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { viewablePicture, viewingWorker } from '../../../src/node/ocr/viewablePicture.ts';
import { givenLocal } from './givenReader.ts';
import { fileOf, lockedPdf, pdfOf } from './pdfs.ts';
import { assetsFolder, sourceOf, startPictures, textOf, type Vips } from './pictures.ts';

const never = new AbortController().signal;
const teapot = ['TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025', 'Tea 4.50', 'TOTAL 4.50'];
const kettle = ['KETTLE AND SONS LTD', '2 Low Street', 'Date: 05/06/2025', 'Pot 7.20', 'TOTAL 7.20'];

describe('A PDF', () => {
  const reader = localReader({ assetsFolder });
  const viewing = viewingWorker(assetsFolder);
  after(() => Promise.all([reader.dispose(), viewing.dispose()]));

  const readAll = (sources: readonly Source[]) =>
    read(
      sources.map((source) => ({ kind: 'source', source })),
      reader,
      { signal: never, pages: reader },
    );

  it('is read page by page, each a result of its own', async () => {
    const readings = await readAll([sourceOf(pdfOf([teapot, kettle]), 'scan.pdf')]);
    assert.deepEqual(
      readings.map((reading) => [reading.file, reading.status === 'read' && reading.receipt.total?.value]),
      [
        ['scan.pdf, page 1', 4.5],
        ['scan.pdf, page 2', 7.2],
      ],
    );
  });

  it('is read word by word, though its letters are not all as wide', async () => {
    for (const lines of [teapot, kettle]) {
      const page = await reader.read(sourceOf(pdfOf([lines]), 'scan.pdf'), { signal: never });
      assert.deepEqual(
        page.lines.map(({ text }) => text),
        lines,
      );
    }
  });

  it('of one page keeps its name, and is read whatever its name is', async () => {
    const readings = await readAll([sourceOf(pdfOf([teapot]), 'receipt.jpg')]);
    assert.deepEqual(
      readings.map(({ file, status }) => [file, status]),
      [['receipt.jpg', 'read']],
    );
  });

  it('is drawn at 200 dpi, and its boxes lie on what the panel shows', async () => {
    const source = { ...sourceOf(pdfOf([kettle, teapot]), 'scan.pdf'), page: 2 };
    const page = await reader.read(source, { signal: never });
    // 230 × 320 points.
    assert.deepEqual([page.width, page.height], [638, 888]);
    assert.equal(textOf(page)[0], 'TEAP0TTRADINGLTD');
    const vips = await startPictures();
    try {
      const shown = vips.Image.newFromBuffer(await viewablePicture(source, viewing, never));
      assert.deepEqual([shown.width, shown.height], [page.width, page.height]);
      const [first] = page.lines;
      assert.ok(first);
      const [x0, y0, x1, y1] = first.box;
      assert.ok(darkness(vips, shown, [x0, y0, x1 - x0, y1 - y0]) > 20 * darkness(vips, shown, [0, 600, 600, 200]));
    } finally {
      vips.shutdown();
    }
  });

  it('that is larger than is read is drawn smaller', async () => {
    const file = pdfOf([teapot]).toString('latin1').replace('[0 0 230 320]', '[0 0 9000 9000]');
    const page = await reader.read(sourceOf(Buffer.from(file, 'latin1'), 'wall.pdf'), { signal: never });
    assert.deepEqual([page.width, page.height], [2000, 2000]);
  });

  it('shows what is filled into its form', async () => {
    const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';
    const form = fileOf([
      `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/NeedAppearances true/DR<</Font<</Helv ${font}>>>>>>>>`,
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 230 100]/Annots[4 0 R]>>',
      '<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(TOTAL 4.50)/Rect[10 30 220 60]/P 3 0 R/F 4/DA(/Helv 16 Tf 0 g)>>',
    ]);
    const page = await reader.read(sourceOf(form, 'form.pdf'), { signal: never });
    assert.deepEqual(textOf(page), ['T0TAL450']);
  });

  for (const [what, file, sentence] of [
    ['that is locked', lockedPdf(), /^a\.pdf is locked with a password\. Save a copy without one/],
    ['that is cut off', pdfOf([teapot]).subarray(0, 60), /^a\.pdf is damaged \(file not in PDF format or corrupted\)/],
    ['without a page', pdfOf([]), /^a\.pdf is damaged \(it has no pages\)/],
  ] as const) {
    it(`${what} is told of in one sentence, and the next is read`, async () => {
      const [first, second] = await readAll([sourceOf(file, 'a.pdf'), sourceOf(pdfOf([teapot]), 'b.pdf')]);
      assert.ok(first?.status === 'failed');
      assert.match(first.problem.message, sentence);
      assert.equal(second?.status, 'read');
    });
  }

  it('with a page that cannot be drawn gives the others', async () => {
    const file = pdfOf([teapot, kettle]).toString('latin1').replace('/Kids[4 0 R', '/Kids[9 0 R');
    const readings = await readAll([sourceOf(Buffer.from(file, 'latin1'), 'scan.pdf')]);
    assert.deepEqual(
      readings.map((one) => ('problem' in one ? one.problem.message : `${one.file} ${one.status}`)),
      [
        'scan.pdf, page 1 is damaged (its page 1 cannot be drawn). Try to open it in a viewer, or make it again.',
        'scan.pdf, page 2 read',
      ],
    );
  });

  it('of a thousand pages is begun at once, and no further page is drawn when it is cancelled', async () => {
    const controller = new AbortController();
    const many = sourceOf(pdfOf(Array.from({ length: 1000 }, (_, index) => [`PAGE ${index + 1}`])), 'many.pdf');
    let opened = 0;
    const counted: Source = { ...many, open: (...args) => (opened++, many.open(...args)) };
    // Its worker is replaced where the process grows by anything else.
    await using given = await givenLocal({});
    const readings = await read([{ kind: 'source', source: counted }], given.reader, {
      signal: controller.signal,
      pages: given.reader,
      onReading: ({ status }) => {
        if (status === 'read') controller.abort();
      },
    });
    assert.deepEqual(
      readings.map(({ file, status }) => [file, status]),
      [
        ['many.pdf, page 1', 'read'],
        ['many.pdf', 'cancelled'],
      ],
    );
    // To know what it is, twice, and all of it once: it stays open.
    assert.equal(opened, 3);
  });
});

function darkness(vips: Vips, image: InstanceType<Vips['Image']>, [x, y, w, h]: readonly number[]): number {
  return (
    256 -
    image
      .crop(x ?? 0, y ?? 0, w ?? 1, h ?? 1)
      .colourspace(vips.Interpretation.b_w)
      .avg()
  );
}
