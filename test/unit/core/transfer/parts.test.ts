import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endOfHeld, isWhole, missingParts, partSizeFor } from '../../../../src/core/transfer/parts.ts';
import { planned } from '../fakes.ts';

const limits = { partSize: 10, parallel: 4 };

describe('the size of parts', () => {
  for (const [title, size, more, expected] of [
    ['is the one wanted', 95, {}, 10],
    ['grows where there would be too many parts', 95, { maxParts: 3 }, 32],
    ['grows to a multiple', 95, { maxParts: 3, multipleOf: 25 }, 50],
    ['is a multiple also where few parts are needed', 95, { multipleOf: 4 }, 12],
    ['is what S3 takes of 5 TiB', 5 * 2 ** 40, { partSize: 16 * 2 ** 20, maxParts: 10_000 }, 549755814],
  ] as const) {
    it(title, () => assert.equal(partSizeFor(planned('a', size), { ...limits, ...more }, 'web'), expected));
  }

  it('cannot be found for a file that is too large', () => {
    assert.throws(() => partSizeFor(planned('a', 95), { ...limits, maxParts: 3, maxPartSize: 20 }, 'web'), {
      code: 'tooLarge',
      details: { file: 'a', size: 95, limit: 60, destination: 'web' },
    });
  });

  it('never makes too many parts, nor one that is no multiple', () => {
    const counts = fc.record({ size: fc.integer({ min: 1, max: 1e12 }), partSize: fc.integer({ min: 1, max: 1e9 }) });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 1e6 }),
        (of, maxParts, multipleOf) => {
          const partSize = partSizeFor(
            planned('a', of.size),
            { ...limits, partSize: of.partSize, maxParts, multipleOf },
            'web',
          );
          assert.ok(Math.ceil(of.size / partSize) <= maxParts);
          assert.equal(partSize % multipleOf, 0);
          assert.ok(partSize >= of.partSize);
        },
      ),
    );
  });
});

describe('the parts that are missing', () => {
  it('are those that the server has not, and those that it has only in part', () => {
    const held = [
      { start: 0, end: 10 },
      { start: 20, end: 25 },
      { start: 30, end: 33 },
    ];
    assert.deepEqual(missingParts(33, 10, held), [
      { start: 10, end: 20 },
      { start: 20, end: 30 },
    ]);
  });

  it('make up the file with those that are held', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(50)), (size, partSize, gone) => {
        const all = missingParts(size, partSize, []);
        const held = all.filter((_, place) => !gone.includes(place));
        const missing = missingParts(size, partSize, held);
        assert.ok(
          isWhole(
            [...held, ...missing].toSorted((a, b) => a.start - b.start),
            size,
          ),
        );
      }),
    );
  });
});

describe('what is held', () => {
  it('ends where the first gap begins', () => {
    assert.equal(endOfHeld([]), 0);
    assert.equal(
      endOfHeld([
        { start: 10, end: 20 },
        { start: 0, end: 10 },
        { start: 30, end: 40 },
      ]),
      20,
    );
  });

  for (const [title, held, size] of [
    [
      'with a gap',
      [
        [0, 10],
        [11, 20],
      ],
      20,
    ],
    [
      'with a part twice',
      [
        [0, 10],
        [0, 10],
        [10, 20],
      ],
      20,
    ],
    ['too short', [[0, 10]], 20],
    [
      'too long',
      [
        [0, 10],
        [10, 30],
      ],
      20,
    ],
    ['of another beginning', [[5, 20]], 20],
  ] as const) {
    it(`is not the file ${title}`, () => {
      assert.ok(
        !isWhole(
          held.map(([start, end]) => ({ start, end })),
          size,
        ),
      );
    });
  }
});
