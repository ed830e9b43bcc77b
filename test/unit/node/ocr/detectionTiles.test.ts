import assert from 'node:assert/strict';
import fc from 'fast-check';
import { largestTile, multiple, tilesOf } from '../../../../src/node/ocr/detectionTiles.ts';

describe('tilesOf', () => {
  it('takes a small page whole', () => {
    assert.deepEqual(tilesOf(544, 512), [{ from: 0, to: 544, takenFrom: 0, takenTo: 544 }]);
  });

  it('cuts a page into an even number of parts', () => {
    const counts = [512, 896, 1088, 1280].map((breadth) => tilesOf(1280, breadth).length);
    assert.deepEqual(counts, [2, 2, 4, 4]);
  });

  it('cuts a page into parts that overlap, and halves the overlaps', () => {
    assert.deepEqual(tilesOf(1280, 896), [
      { from: 0, to: 704, takenFrom: 0, takenTo: 640 },
      { from: 576, to: 1280, takenFrom: 640, takenTo: 1280 },
    ]);
  });

  it('takes every place once, seen with what is around it, and none at a time that is too large', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 40 }), (count, breadths) => {
        const [length, breadth] = [count * multiple, breadths * multiple];
        const tiles = tilesOf(length, breadth);
        let end = 0;
        for (const { from, to, takenFrom, takenTo } of tiles) {
          assert.equal(takenFrom, end);
          assert.ok(takenTo > takenFrom);
          assert.ok((to - from) * breadth <= largestTile && (to - from) % multiple === 0);
          assert.ok(from === 0 || takenFrom - from >= multiple, `${from}, taken from ${takenFrom}`);
          assert.ok(to === length || to - takenTo >= multiple, `${to}, taken to ${takenTo}`);
          end = takenTo;
        }
        assert.deepEqual([tiles[0]?.from, tiles.at(-1)?.to, end], [0, length, length]);
      }),
    );
  });
});
