import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { findTextRegions, grow, joinOverlapping } from '../../../../src/node/ocr/textRegions.ts';
import type { Region } from '../../../../src/node/ocr/sampleRegion.ts';

const size = { width: 200, height: 160 };

/** A map on which the given bars are text; a bar is centred, and may lie askew. */
function mapOf(...bars: (Region & { readonly probability?: number })[]) {
  const probabilities = new Float32Array(size.width * size.height);
  for (const bar of bars) {
    const [sin, cos] = [Math.sin(bar.angle), Math.cos(bar.angle)];
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const [dx, dy] = [x + 0.5 - bar.centerX, y + 0.5 - bar.centerY];
        const isInside =
          Math.abs(dx * cos + dy * sin) < bar.width / 2 && Math.abs(dy * cos - dx * sin) < bar.height / 2;
        if (isInside) probabilities[y * size.width + x] = bar.probability ?? 0.9;
      }
    }
  }
  return { ...size, probabilities };
}

const bar = (centerX: number, centerY: number, width: number, height: number, angle = 0): Region => ({
  centerX,
  centerY,
  width,
  height,
  angle,
});

describe('grow', () => {
  it('moves each side outwards by area × 1.6 / perimeter', () => {
    assert.deepEqual(grow(bar(50, 50, 40, 10)), bar(50, 50, 40 + 2 * 6.4, 10 + 2 * 6.4));
  });
});

describe('joinOverlapping', () => {
  it('joins a box with the wider one that covers most of it', () => {
    const joined = joinOverlapping([bar(52, 52, 16, 16), bar(100, 50, 100, 20)]);
    assert.deepEqual(joined, [bar(97, 50, 106, 20)]);
  });

  it('joins along the slope', () => {
    const slope = Math.PI / 6;
    const [sin, cos] = [Math.sin(slope), Math.cos(slope)];
    const [joined, ...others] = joinOverlapping([
      bar(100, 100, 100, 20, slope),
      bar(100 + 48 * cos, 100 + 48 * sin, 20, 20, slope),
      bar(100 - 48 * cos, 100 - 48 * sin, 20, 20, slope),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual(joined && [Math.round(joined.width), Math.round(joined.height)], [116, 20]);
  });

  it('keeps apart what only touches, and the lines above and below', () => {
    const boxes = [bar(100, 50, 100, 20), bar(157, 50, 20, 20), bar(100, 66, 60, 20)];
    assert.deepEqual(joinOverlapping(boxes), [boxes[0], boxes[2], boxes[1]]);
  });
});

describe('findTextRegions', () => {
  it('finds each bar of text, grown around its middle', () => {
    const { regions } = findTextRegions(mapOf(bar(60, 40, 80, 8), bar(140, 100, 60, 10)));
    assert.deepEqual(regions, [grow(bar(60, 40, 80, 8)), grow(bar(140, 100, 60, 10))]);
  });

  it('boxes each line along its own slope where they run together', () => {
    const slopeOf = (y: number) => 0.06 - (0.12 * y) / size.height;
    const lines = [15, 40, 65, 90, 115, 140].map((y) => bar(100, y, 160, 8, slopeOf(y)));
    const { regions } = findTextRegions(mapOf(...lines));
    for (const { centerY, angle, height } of regions) {
      assert.ok(Math.abs(angle - slopeOf(centerY)) < 0.01, `${angle} at ${centerY}`);
      assert.ok(height < grow(bar(100, 0, 160, 10)).height, `${height} at ${centerY}`);
    }
    assert.equal(regions.length, lines.length);
  });

  it('tells how they slope', () => {
    const lines = [40, 80, 120].map((y) => bar(100, y, 120, 10, 0.2));
    assert.ok(Math.abs(findTextRegions(mapOf(...lines)).slope - 0.2) < 0.01);
    assert.equal(findTextRegions(mapOf(bar(100, 80, 120, 10))).slope, 0);
  });

  it('takes pixels that touch by a corner as connected', () => {
    const probabilities = new Float32Array(8 * 8);
    for (let i = 0; i < 8; i++) probabilities[i * 8 + i] = 0.9;
    assert.equal(findTextRegions({ width: 8, height: 8, probabilities }).regions.length, 1);
  });

  it('does not connect the end of one row with the start of the next', () => {
    const { regions } = findTextRegions(mapOf(bar(5, 40, 10, 8), bar(195, 41, 10, 8)));
    assert.equal(regions.length, 2);
  });

  it('drops what is thinner than text can be', () => {
    assert.deepEqual(findTextRegions(mapOf(bar(60, 40, 80, 2))).regions, []);
  });

  it('drops what the network is not sure of', () => {
    assert.deepEqual(findTextRegions(mapOf({ ...bar(60, 40, 80, 8), probability: 0.4 })).regions, []);
  });

  it('lays the boxes along the slope of the page', () => {
    const slope = 0.1;
    const { regions } = findTextRegions(mapOf(bar(90, 50, 120, 8, slope), bar(90, 100, 100, 8, slope)));
    assert.equal(regions.length, 2);
    for (const region of regions) {
      assert.ok(Math.abs(region.angle - slope) < 0.01, `angle ${region.angle}`);
      assert.ok(region.height < 24, `height ${region.height}`);
    }
  });

  it('takes the slope from the long lines, not from a stray stroke', () => {
    const { regions } = findTextRegions(mapOf(bar(90, 50, 120, 8), bar(90, 80, 120, 8), bar(30, 130, 40, 6, 0.6)));
    assert.deepEqual(new Set(regions.map((region) => region.angle)), new Set([0]));
  });

  it('leaves the lines alone that a stamp is set beside', () => {
    const lines = [bar(60, 20, 100, 8), bar(170, 60, 24, 8), bar(60, 105, 8, 8), bar(60, 140, 100, 8)];
    const { regions } = findTextRegions(mapOf(...lines, bar(110, 80, 150, 10, 0.6)));
    for (const line of lines) assert.ok(regions.some((region) => isDeepStrictEqual(region, grow(line))));
    assert.equal(regions.length, lines.length + 1);
  });

  describe('on a crumpled page', () => {
    /** A line 180 wide and 8 high that sags by 16 in its middle. */
    const saggingLine = (top: number) =>
      Array.from({ length: 180 }, (_, x) => bar(18.5 + x, top + 4 + 16 * (1 - ((x - 90) / 90) ** 2), 1, 8));

    it('takes a figure just before a line that sags as part of it', () => {
      const { regions } = findTextRegions(mapOf(...saggingLine(40), bar(11, 44, 8, 8)));
      assert.equal(regions.length, 1);
    });

    it('keeps the lines apart that sag one below the other, and the words between', () => {
      const words = bar(100, 50, 40, 6);
      const { regions } = findTextRegions(mapOf(...saggingLine(20), ...saggingLine(60), words));
      assert.equal(regions.length, 3);
    });
  });

  it('notices that the text runs up or down', () => {
    assert.equal(findTextRegions(mapOf(bar(50, 80, 8, 100), bar(90, 80, 8, 80), bar(150, 20, 40, 8))).sideways, true);
    assert.equal(findTextRegions(mapOf(bar(90, 50, 120, 8), bar(150, 100, 8, 40))).sideways, false);
  });

  it('finds nothing on an empty map', () => {
    assert.deepEqual(findTextRegions(mapOf()), { regions: [], slope: 0, sideways: false });
  });
});
