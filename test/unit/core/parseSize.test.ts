import assert from 'node:assert/strict';
import { parseSize } from '../../../src/core/parseSize.ts';

describe('a size', () => {
  for (const [text, bytes] of [
    ['1', 1],
    ['1048576', 1_048_576],
    ['10 MB', 10_000_000],
    ['10mb', 10_000_000],
    ['10M', 10_000_000],
    ['5MiB', 5_242_880],
    ['1.5 GB', 1_500_000_000],
    ['2 TiB', 2_199_023_255_552],
    ['100 bytes', 100],
    ['100B', 100],
    [' 1 kB ', 1000],
    ['0', undefined],
    ['0.0001 kB', undefined],
    ['-1', undefined],
    ['', undefined],
    ['MB', undefined],
    ['10 XB', undefined],
    ['10 MB/s', undefined],
    ['1e3', undefined],
    ['NaN', undefined],
    ['99999999 TB', undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${String(bytes)}`, () => assert.equal(parseSize(text), bytes));
  }
});
