import assert from 'node:assert/strict';
import type { Line } from '../../../../src/core/reading/reading.ts';
import { anyWayUp, turnBack } from '../../../../src/node/ocr/anyWayUp.ts';
import type { Raster } from '../../../../src/node/ocr/sampleRegion.ts';

/** A picture of grey values. */
function grey(...rows: readonly (readonly number[])[]): Raster {
  const values = rows.flat().flatMap((value) => [value, value, value]);
  return { width: rows[0]?.length ?? 0, height: rows.length, data: Uint8Array.from(values) };
}

/** 1 to 3 above 4 to 6, and how that looks turned clockwise. */
const upright = grey([1, 2, 3], [4, 5, 6]);
const turned = {
  90: grey([4, 1], [5, 2], [6, 3]),
  180: grey([6, 5, 4], [3, 2, 1]),
  270: grey([3, 6], [2, 5], [1, 4]),
} as const;

function line(confidence: number): Line {
  return { text: 'TOTAL', box: [0, 0, 4, 2], confidence };
}

describe('turnBack', () => {
  for (const degrees of [90, 180, 270] as const) {
    it(`turns a picture upright that is turned by ${degrees}°`, () => {
      assert.deepEqual(turnBack(turned[degrees], degrees), upright);
    });
  }
});

describe('anyWayUp', () => {
  const pictureOf = (raster: Raster, notes: readonly string[] = []) => ({
    raster,
    original: { width: raster.width * 2, height: raster.height * 2, scale: 2, notes },
  });

  /** Reads well what is upright, and counts. */
  function engine(sure: number, unsure: number) {
    const read: Raster[] = [];
    const readLines = (raster: Raster): readonly Line[] => {
      read.push(raster);
      return [line(Buffer.from(raster.data).equals(upright.data) ? sure : unsure)];
    };
    return { read, readLines };
  }

  it('reads once what is upright', async () => {
    const { read, readLines } = engine(0.9, 0.3);
    assert.deepEqual(await anyWayUp(pictureOf(upright), readLines), { width: 6, height: 4, lines: [line(0.9)] });
    assert.equal(read.length, 1);
  });

  it('reads what is turned, with boxes where it stands in the picture', async () => {
    const [quarter, half, threeQuarters] = await Promise.all(
      ([90, 180, 270] as const).map((degrees) => anyWayUp(pictureOf(turned[degrees]), engine(0.9, 0.3).readLines)),
    );
    assert.deepEqual(quarter, { width: 4, height: 6, lines: [{ ...line(0.9), box: [2, 0, 4, 4] }], turned: 90 });
    assert.deepEqual(half, { width: 6, height: 4, lines: [{ ...line(0.9), box: [2, 2, 6, 4] }], turned: 180 });
    assert.deepEqual(threeQuarters, { width: 4, height: 6, lines: [{ ...line(0.9), box: [0, 2, 2, 6] }], turned: 270 });
  });

  it('leaves as it is what reads badly whichever way it is turned', async () => {
    const notes = ['Only the first of its 2 frames or pages was read.'];
    const page = await anyWayUp(pictureOf(upright, notes), engine(0.4, 0.3).readLines);
    assert.deepEqual(page, { width: 6, height: 4, lines: [line(0.4)], notes });
    assert.deepEqual(await anyWayUp(pictureOf(upright), () => []), { width: 6, height: 4, lines: [] });
  });

  it('takes the best of those that are not sure', async () => {
    const { turned: degrees } = await anyWayUp(pictureOf(turned[270]), engine(0.6, 0.52).readLines);
    assert.equal(degrees, 270);
  });
});
