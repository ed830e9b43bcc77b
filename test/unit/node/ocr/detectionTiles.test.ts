import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestTile, multiple, tilesOf } from '../../../../src/node/ocr/detectionTiles.ts';

describe('tilesOf', () => {
  it('takes an ordinary page whole', () => {
    assert.deepEqual(tilesOf(longestTile), [{ from: 0, to: longestTile, takenFrom: 0, takenTo: longestTile }]);
  });

  it('cuts a long page into parts that overlap, and halves the overlaps', () => {
    assert.deepEqual(tilesOf(2400), [
      { from: 0, to: 1280, takenFrom: 0, takenTo: 1200 },
      { from: 1120, to: 2400, takenFrom: 1200, takenTo: 2400 },
    ]);
  });

  it('takes every place once, seen with what is around it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (count) => {
        const length = count * multiple;
        const tiles = tilesOf(length);
        let end = 0;
        for (const { from, to, takenFrom, takenTo } of tiles) {
          assert.equal(takenFrom, end);
          assert.ok(takenTo > takenFrom);
          assert.ok(to - from <= longestTile && (to - from) % multiple === 0);
          assert.ok(from === 0 || takenFrom - from >= 2 * multiple, `${from}, taken from ${takenFrom}`);
          assert.ok(to === length || to - takenTo >= multiple, `${to}, taken to ${takenTo}`);
          end = takenTo;
        }
        assert.deepEqual([tiles[0]?.from, tiles.at(-1)?.to, end], [0, length, length]);
      }),
    );
  });
});
