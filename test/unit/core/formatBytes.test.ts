import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatBytes, formatLimit } from '../../../src/core/formatBytes.ts';
import { parseSize } from '../../../src/core/parseSize.ts';

describe('formatBytes', () => {
  for (const [bytes, text] of [
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [5_368_709_120, '5.4 GB'],
  ] as const) {
    it(`writes ${bytes} as ${text}`, () => assert.equal(formatBytes(bytes), text));
  }
});

describe('formatLimit', () => {
  for (const [bytes, text] of [
    [1, '1 byte'],
    [999, '999 bytes'],
    [1024, '1 KiB'],
    [10_000_000, '10 MB'],
    [5_242_880, '5 MiB'],
    [1_610_612_736, '1.5 GiB'],
    [5_242_881, '5.2 MB'],
  ] as const) {
    it(`writes ${bytes} as ${text}`, () => assert.equal(formatLimit(bytes), text));
  }

  it('writes what a person typed, exactly', () => {
    const number = fc.integer({ min: 1, max: 999 });
    const unit = fc.constantFrom('kB', 'MB', 'GB', 'KiB', 'MiB', 'GiB');
    fc.assert(
      fc.property(number, unit, (count, name) => {
        // 500 KiB are 512 kB.
        const bytes = parseSize(`${count} ${name}`) ?? NaN;
        assert.equal(parseSize(formatLimit(bytes)), bytes);
      }),
    );
  });
});
