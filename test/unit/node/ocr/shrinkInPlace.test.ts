import assert from 'node:assert/strict';
import { shrinkInPlace } from '../../../../src/node/ocr/heif/shrinkInPlace.ts';

describe('shrinkInPlace', () => {
  it('closes the gaps between rows', () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 99, 99, 7, 8, 9, 10, 11, 12, 99, 99);
    const { data: closed, ...size } = shrinkInPlace({ data, width: 2, height: 2, stride: 8 }, 1);
    assert.deepEqual([...closed], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.deepEqual(size, { width: 2, height: 2 });
  });

  it('averages squares, and cuts off what is left', () => {
    const row = (...values: number[]) => values.flatMap((value) => [value, value + 1, value + 2]);
    const data = Uint8Array.from([...row(10, 20, 90), ...row(30, 40, 90), ...row(90, 90, 90)]);
    const { data: small, ...size } = shrinkInPlace({ data, width: 3, height: 3, stride: 9 }, 2);
    assert.deepEqual([...small], [25, 26, 27]);
    assert.deepEqual(size, { width: 1, height: 1 });
  });
});
