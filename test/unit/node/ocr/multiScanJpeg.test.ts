import assert from 'node:assert/strict';
import fc from 'fast-check';
import { componentFiles } from '../../../../src/node/ocr/jpeg/componentFiles.ts';
import { dcScan } from '../../../../src/node/ocr/jpeg/dcScan.ts';
import { multiScanJpeg } from '../../../../src/node/ocr/jpeg/multiScanJpeg.ts';
import { readDc } from '../../../../src/node/ocr/jpeg/readDc.ts';
import { fileInMemory, type PictureFile } from '../../../../src/node/ocr/pictureFile.ts';
import { blocksOf, codedJpeg, segment, type CodedJpeg } from './codedJpeg.ts';

const factor = fc.constantFrom(1, 2);
/** Values as large as those of 8 bits a sample. */
const dcValue = fc.integer({ min: -1024, max: 1023 });

const jpegs: fc.Arbitrary<CodedJpeg> = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 70 }),
    components: fc.array(fc.record({ across: factor, down: factor }), { minLength: 3, maxLength: 4 }),
    restartInterval: fc.integer({ min: 0, max: 11 }),
    shift: fc.integer({ min: 0, max: 3 }),
    isApart: fc.boolean(),
    values: fc.array(dcValue, { minLength: 1, maxLength: 40 }),
  })
  .map(({ values, ...jpeg }) => ({
    ...jpeg,
    valueAt: (component, column, row) => values[(component * 7 + column * 3 + row * 5) % values.length] ?? 0,
  }));

/** A file that gives less at a time than it is asked for. */
function inCrumbs(bytes: Uint8Array): PictureFile {
  return { size: bytes.length, read: (start, length) => bytes.slice(start, start + Math.min(length, 1 + (start % 3))) };
}

function parsed(bytes: Uint8Array) {
  const jpeg = multiScanJpeg(inCrumbs(bytes), 0);
  assert.ok(jpeg);
  return jpeg;
}

const usual: CodedJpeg = {
  width: 40,
  height: 24,
  components: [
    { across: 2, down: 2 },
    { across: 1, down: 1 },
    { across: 1, down: 1 },
    { across: 2, down: 2 },
  ],
  restartInterval: 2,
  shift: 1,
  isApart: false,
  valueAt: (component, column, row) => component * 100 + column * 7 - row * 11,
};

describe('readDc', () => {
  it('has the mean of each block out of all scans, whatever lies between them', () => {
    fc.assert(
      fc.property(jpegs, (coded) => {
        const values = [...readDc(parsed(codedJpeg(coded))).values()];
        const expected = coded.components.map((component, at) => {
          const { columns, rows } = blocksOf(coded, component);
          return Int16Array.from({ length: columns * rows }, (_, block) =>
            coded.valueAt(at, block % columns, Math.floor(block / columns)),
          );
        });
        assert.deepEqual(values, expected);
      }),
    );
  });
});

describe('dcScan', () => {
  it('is read as what was written', () => {
    const [columns, rows] = [5, 4];
    const length = columns * rows;
    // A difference has at most 15 bits, of which those of a JPEG take 12.
    const values = fc.int16Array({ min: -16_383, max: 16_383, minLength: length, maxLength: length });
    fc.assert(
      fc.property(fc.tuple(values, values, values), (planes) => {
        const frame = segment(0xc2, 8, 0, rows * 8, 0, columns * 8, 3, ...planes.flatMap((_, at) => [at + 1, 0x11, 0]));
        const scans = planes.flatMap((plane, at) => dcScan(at + 1, plane));
        const bytes = [0xff, 0xd8, ...frame, ...scans.flatMap((part) => [...part]), 0xff, 0xd9];
        assert.deepEqual([...readDc(parsed(Uint8Array.from(bytes))).values()], planes);
      }),
    );
  });
});

describe('componentFiles', () => {
  it('ends, whatever bytes are changed', () => {
    const whole = codedJpeg(usual);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const jpeg = multiScanJpeg(fileInMemory(bytes), 0);
          // Larger pictures would only take longer.
          if (jpeg && jpeg.frame.width * jpeg.frame.height < 1_000_000) componentFiles(jpeg);
        } catch (thrown) {
          assert.match(String(thrown), /^Error: /);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('multiScanJpeg', () => {
  const whole = codedJpeg(usual);

  it('is one whose coefficients take so much memory', () => {
    // Blocks of 128 bytes: 5 × 3 of two components, 3 × 2 of the others.
    const size = 2 * (5 * 3 + 3 * 2) * 128;
    assert.ok(multiScanJpeg(fileInMemory(whole), size));
    assert.equal(multiScanJpeg(fileInMemory(whole), size + 1), undefined);
  });

  it('is none that is coded in one scan, nor is the end of that looked for', () => {
    const baseline = codedJpeg({ ...usual, shift: 0 }).slice(0, -2);
    baseline[baseline.indexOf(0xc2)] = 0xc0;
    assert.equal(multiScanJpeg(fileInMemory(baseline), 0), undefined);
  });

  it('is damaged where its end is missing', () => {
    for (const length of [whole.length - 2, whole.length - 1, 100, 20, 2]) {
      assert.throws(() => multiScanJpeg(fileInMemory(whole.subarray(0, length)), 0), /its end is missing/);
    }
  });

  it('is damaged with more segments than any has', () => {
    const comments = Array.from({ length: 10_001 }, () => segment(0xfe)).flat();
    const bytes = Uint8Array.from([...whole.subarray(0, 2), ...comments, ...whole.subarray(2)]);
    assert.throws(() => multiScanJpeg(fileInMemory(bytes), 0), /too many segments/);
  });
});
