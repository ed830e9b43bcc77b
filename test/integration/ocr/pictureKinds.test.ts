import assert from 'node:assert/strict';
import type { Box, Page } from '../../../src/core/reading/reading.ts';
import { read as readAll } from '../../../src/core/pipeline.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { viewablePicture, viewingWorker } from '../../../src/node/ocr/viewablePicture.ts';
import {
  assetsFolder,
  bmpOf,
  greyBmpOf,
  receiptPiece,
  sourceOf,
  startPictures,
  textOf,
  type Picture,
  type Vips,
} from './pictures.ts';

const text = ['48LANTERNSTREET', 'BRACKWATERBW47QX', 'VATN0402118736', 'DATE14032026', 'RECEIPTN010583'];

describe('reading a picture', () => {
  const { signal } = new AbortController();
  const reader = localReader({ assetsFolder });
  let vips: Vips;
  let piece: Picture;
  let upright: Page;

  const read = (bytes: Uint8Array) => reader.read(sourceOf(bytes), { signal });

  before(async () => {
    vips = await startPictures();
    piece = await receiptPiece(vips);
    upright = await read(piece.writeToBuffer('.png'));
  });

  after(async () => {
    await reader.dispose();
    vips.shutdown();
  });

  it('finds its lines from top to bottom, with words in boxes', () => {
    assert.deepEqual(textOf(upright), text);
    assert.deepEqual([upright.width, upright.height], [piece.width, piece.height]);
    const street = upright.lines[0];
    assert.deepEqual(
      street?.words?.map((word) => word.text),
      ['48', 'Lantern', 'Street'],
    );
    // Where the sample has them, less the crop's corner.
    assertNear(street.words[1]?.box, [196, 5, 288, 32], 12);
    assert.ok((street.confidence ?? 0) > 0.8);
  });

  /** With a transparency that no encoder leaves out. */
  function opaqueButACorner(picture: Picture): Picture {
    const opaque = vips.Image.black(picture.width - 1, picture.height - 1).invert();
    return picture.bandjoin(opaque.embed(0, 0, picture.width, picture.height));
  }

  const kinds: Record<string, (picture: Picture) => Uint8Array> = {
    JPEG: (picture) => picture.writeToBuffer('.jpg', { Q: 92 }),
    'progressive JPEG': (picture) => picture.writeToBuffer('.jpg', { Q: 92, interlace: true }),
    'grey JPEG': (picture) => picture.colourspace('b-w').writeToBuffer('.jpg', { Q: 92 }),
    'PNG of 16 bits': (picture) => picture.colourspace('rgb16').writeToBuffer('.png'),
    'PNG with a palette': (picture) => picture.writeToBuffer('.png', { palette: true }),
    WebP: (picture) => picture.writeToBuffer('.webp', { Q: 92 }),
    'lossless WebP': (picture) => picture.writeToBuffer('.webp', { lossless: true }),
    'WebP with transparency': (picture) => opaqueButACorner(picture).writeToBuffer('.webp', { Q: 92 }),
    GIF: (picture) => picture.writeToBuffer('.gif'),
    BMP: (picture) => bmpOf(picture),
    'BMP of greys': (picture) => greyBmpOf(picture),
    TIFF: (picture) => picture.writeToBuffer('.tiff'),
    'TIFF with LZW': (picture) => picture.writeToBuffer('.tiff', { compression: 'lzw' }),
  };
  for (const [kind, write] of Object.entries(kinds)) {
    it(`reads the same from a ${kind}`, async () => {
      const page = await read(write(piece));
      assert.deepEqual(textOf(page), text);
      assert.deepEqual([page.width, page.height, page.notes], [piece.width, piece.height, undefined]);
    });
  }

  it('puts what is transparent on white', async () => {
    // Black everywhere; the letters are only in the transparency.
    const ink = piece.colourspace('b-w').invert();
    const alpha = ink.more(110).ifthenelse(255, 0).cast('uchar');
    const black = vips.Image.black(piece.width, piece.height).bandjoin([alpha]).copy({ interpretation: 'b-w' });
    assert.deepEqual(textOf(await read(black.writeToBuffer('.png'))), text);
  });

  /** How a camera stores the picture for each EXIF orientation. */
  const stored: Record<number, (picture: Picture) => Picture> = {
    2: (picture) => picture.flipHor(),
    3: (picture) => picture.rot180(),
    6: (picture) => picture.rot270(),
    8: (picture) => picture.rot90(),
  };
  for (const [orientation, turn] of Object.entries(stored)) {
    it(`follows the EXIF orientation ${orientation}, and gives boxes upright`, async () => {
      const turned = turn(piece).copy();
      turned.setInt('orientation', Number(orientation));
      const page = await read(turned.writeToBuffer('.jpg', { Q: 95 }));
      assert.deepEqual(textOf(page), text);
      assert.deepEqual([page.width, page.height], [piece.width, piece.height]);
      page.lines.forEach((line, index) => assertNear(line.box, upright.lines[index]?.box ?? [0, 0, 0, 0], 6));
    });
  }

  it('follows the EXIF orientation of a large WebP, which is scaled down while it is decoded', async () => {
    const large = piece.resize(5, { kernel: 'nearest' });
    const turned = large.rot270().copy();
    turned.setInt('orientation', 6);
    const page = await read(turned.writeToBuffer('.webp', { Q: 80, effort: 0 }));
    assert.deepEqual(textOf(page), text);
    assert.deepEqual([page.width, page.height], [large.width, large.height]);
  });

  for (const kind of ['.gif', '.tiff', '.webp']) {
    it(`reads the first of several frames or pages of a ${kind.slice(1).toUpperCase()}, and says so`, async () => {
      const blank = piece.newFromImage([255, 255, 255]).cast('uchar');
      const both = vips.Image.arrayjoin([piece, blank], { across: 1 }).copy();
      const page = await read(both.writeToBuffer(kind, { page_height: piece.height }));
      assert.deepEqual(textOf(page), text);
      assert.deepEqual([page.width, page.height], [piece.width, piece.height]);
      assert.deepEqual(page.notes, ['Only the first of its 2 frames or pages was read.']);
    });
  }

  it('reads each page of a TIFF as one, and shows it', async () => {
    const blank = piece.newFromImage([255, 255, 255]).cast('uchar');
    const pages = vips.Image.arrayjoin([blank, piece], { across: 1 }).copy();
    const source = sourceOf(pages.writeToBuffer('.tiff', { page_height: piece.height }), 'scan.tiff');
    const selection = [{ kind: 'source', source }] as const;
    const readings = await readAll(selection, reader, { signal, pages: reader });
    assert.deepEqual(
      readings.map((reading) => [
        reading.file,
        reading.status === 'read' && [textOf(reading.page), reading.page.notes],
      ]),
      [
        ['scan.tiff, page 1', [[], undefined]],
        ['scan.tiff, page 2', [text, undefined]],
      ],
    );
    const viewing = viewingWorker(assetsFolder);
    const shown = await viewablePicture({ ...source, page: 2 }, viewing, signal);
    await viewing.dispose();
    assert.deepEqual(textOf(await read(shown)), text);
  });

  it('reads a TIFF once that holds smaller versions of itself', async () => {
    for (const bigtiff of [false, true]) {
      const tiff = piece.writeToBuffer('.tiff', {
        pyramid: true,
        tile: true,
        tile_width: 64,
        tile_height: 64,
        bigtiff,
      });
      assert.ok(vips.Image.newFromBuffer(tiff).getInt('n-pages') > 1);
      const source = sourceOf(tiff, 'scan.tiff');
      assert.equal(await reader.count(source, signal), 1);
      const page = await read(tiff);
      assert.deepEqual([textOf(page), page.notes], [text, undefined]);
    }
  });

  /** Turned pages without an EXIF orientation, and where a point of the upright page lies on them. */
  const turns: Record<string, { degrees: number; turn: (picture: Picture) => Picture; place: (box: Box) => Box }> = {
    'clockwise by a quarter': {
      degrees: 90,
      turn: (picture) => picture.rot90(),
      place: ([x0, y0, x1, y1]) => [upright.height - y1, x0, upright.height - y0, x1],
    },
    'upside down': {
      degrees: 180,
      turn: (picture) => picture.rot180(),
      place: ([x0, y0, x1, y1]) => [upright.width - x1, upright.height - y1, upright.width - x0, upright.height - y0],
    },
    'anticlockwise by a quarter': {
      degrees: 270,
      turn: (picture) => picture.rot270(),
      place: ([x0, y0, x1, y1]) => [y0, upright.width - x1, y1, upright.width - x0],
    },
  };
  for (const [how, { degrees, turn, place }] of Object.entries(turns)) {
    it(`reads a page that was taken ${how}, with boxes where its words are`, async () => {
      const page = await read(turn(piece).writeToBuffer('.png'));
      assert.deepEqual(textOf(page), text);
      assert.equal(page.turned, degrees);
      page.lines.forEach((line, index) => assertNear(line.box, place(upright.lines[index]?.box ?? [0, 0, 0, 0]), 8));
    });
  }

  for (const degrees of [-15, -7, 3, 12]) {
    it(`reads a page that lies ${degrees}° askew, with boxes where its words are`, async () => {
      const askew = piece.rotate(degrees, { background: [240, 238, 228] });
      const page = await read(askew.writeToBuffer('.png'));
      assert.deepEqual(textOf(page), text);
      const place = turnedAbout([piece.width / 2, piece.height / 2], [askew.width / 2, askew.height / 2], degrees);
      page.lines.forEach((line, index) => assertNear(line.box, place(upright.lines[index]?.box ?? [0, 0, 0, 0]), 14));
    });
  }

  it('reads a receipt that is eight times as long as wide, also where it is seen in two parts', async () => {
    const [count, pitch] = [7, 560];
    const apart = Array.from({ length: count }, () => piece.embed(0, 0, piece.width, pitch, { extend: 'copy' }));
    const long = vips.Image.arrayjoin(apart, { across: 1 });
    assert.ok(long.height > 8 * long.width);
    const page = await read(long.writeToBuffer('.png'));
    assert.deepEqual(
      textOf(page),
      apart.flatMap(() => text),
    );
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = upright.lines[0]?.box ?? [];
    for (let part = 0; part < count; part++) {
      assertNear(page.lines[part * text.length]?.box, [x0, y0 + part * pitch, x1, y1 + part * pitch], 10);
    }
  });

  it('looks from nearer where the text is a small part of the picture', async () => {
    const far = piece.embed(1500, 900, 2400, 1600, { extend: 'background', background: [240, 238, 228] });
    assert.deepEqual(textOf(await read(far.writeToBuffer('.png'))), text);
  });

  const large: Record<string, (picture: Picture) => Uint8Array> = {
    JPEG: (picture) => picture.writeToBuffer('.jpg', { Q: 90 }),
    'BMP, which is decoded in strips': (picture) => bmpOf(picture),
  };
  for (const [kind, write] of Object.entries(large)) {
    it(`gives the boxes of a large picture in its own pixels: ${kind}`, async () => {
      const page = await read(write(piece.resize(4).embed(300, 200, 3000, 2000, { extend: 'white' })));
      assert.deepEqual(textOf(page), text);
      assert.deepEqual([page.width, page.height], [3000, 2000]);
      page.lines.forEach((line, index) => {
        const [x0, y0, x1, y1] = upright.lines[index]?.box ?? [0, 0, 0, 0];
        assertNear(line.box, [x0 * 4 + 300, y0 * 4 + 200, x1 * 4 + 300, y1 * 4 + 200], 30);
      });
    });
  }

  it('finds no line where nothing is written', async () => {
    const blank = piece.newFromImage([255, 255, 255]).cast('uchar');
    assert.deepEqual((await read(blank.writeToBuffer('.png'))).lines, []);
  });

  it('reads a picture of one pixel', async () => {
    const page = await read(piece.crop(0, 0, 1, 1).writeToBuffer('.png'));
    assert.deepEqual(page, { width: 1, height: 1, lines: [] });
  });
});

/** Where a box's upright frame lies after a turn clockwise about a middle that comes to lie elsewhere. */
function turnedAbout([x, y]: readonly [number, number], [u, v]: readonly [number, number], degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return ([left, top, right, bottom]: Box): Box => {
    const [dx, dy] = [(left + right) / 2 - x, (top + bottom) / 2 - y];
    const [across, down] = [u + dx * cos - dy * sin, v + dx * sin + dy * cos];
    const halfWidth = ((right - left) * cos + (bottom - top) * Math.abs(sin)) / 2;
    const halfHeight = ((right - left) * Math.abs(sin) + (bottom - top) * cos) / 2;
    return [across - halfWidth, down - halfHeight, across + halfWidth, down + halfHeight];
  };
}

function assertNear(box: Box | undefined, wanted: Box, within: number): void {
  const isNear = box?.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) <= within);
  assert.ok(isNear, `[${String(box)}] lies more than ${within} px from [${wanted.join()}]`);
}
