import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hevcUnits } from '../../../../src/node/ocr/heif/hevcUnits.ts';

const number = (value: number, size = 4) => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
};
const box = (type: string, ...parts: readonly Uint8Array[]) => {
  const content = Buffer.concat(parts);
  return Buffer.concat([number(8 + content.length), Buffer.from(type, 'latin1'), content]);
};
const versionAndFlags = number(0);
/** NAL units behind their lengths. */
const units = (lengthSize: number, ...contents: readonly string[]) =>
  Buffer.concat(contents.flatMap((content) => [number(content.length, lengthSize), Buffer.from(content)]));
/** As ISO/IEC 14496-15 §8.3.3.1.2 has it: two arrays of NAL units. */
const configuration = (lengthSize: number, first: string, second: string) =>
  box(
    'hvcC',
    Buffer.alloc(21),
    Buffer.from([lengthSize - 1, 2]),
    ...[first, second].flatMap((content) => [Buffer.from([0, 0, 1]), units(2, content)]),
  );

/** A file with two pictures; `changed` of what says where the second one's frame lies. */
function fileOf(lengthSize: number, changed: { method?: number; extents?: number; length?: number } = {}): Buffer {
  const frames = [units(lengthSize, 'first frame'), units(lengthSize, 'slice one', 'slice two')];
  const properties = box('ipco', configuration(4, 'a', 'b'), box('free'), configuration(lengthSize, 'PPS', 'SPS'));
  const associations = [number(1, 2), Buffer.from([1, 0x81]), number(2, 2), Buffer.from([2, 0x02, 0x83])];
  const ipma = box('ipma', versionAndFlags, number(2), ...associations);
  const placed = (start: number) => {
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = frames;
    const { method = 0, extents = 1, length = second.length } = changed;
    const item = (id: number, place: number, size: number, kind: number, count: number) =>
      [number(id, 2), number(kind, 2), number(0, 2), number(start), number(count, 2), number(place), number(size)]; // prettier-ignore
    const items = [...item(1, 0, first.length, 0, 1), ...item(2, first.length, length, method, extents)];
    // Offsets, lengths and bases of 4 bytes, and no numbers of extents.
    const iloc = box('iloc', number(0x01000000), Buffer.from([0x44, 0x40]), number(2, 2), ...items);
    return Buffer.concat([box('ftyp'), box('meta', versionAndFlags, iloc, box('iprp', properties, ipma))]);
  };
  const start = placed(0).length + 8;
  return Buffer.concat([placed(start), box('mdat', ...frames)]);
}

const found = (file: Buffer, item: number) =>
  hevcUnits(file, item)?.map(({ start, end }) => file.toString('latin1', start, end));

describe('hevcUnits', () => {
  it('finds the configuration and the frame of a picture', () => {
    const file = fileOf(4);
    assert.deepEqual(found(file, 1), ['a', 'b', 'first frame']);
    assert.deepEqual(found(file, 2), ['PPS', 'SPS', 'slice one', 'slice two']);
  });

  it('reads lengths of as many bytes as the configuration says', () => {
    assert.deepEqual(found(fileOf(2), 2), ['PPS', 'SPS', 'slice one', 'slice two']);
  });

  it('finds nothing of a picture that is elsewhere, in pieces, cut off, or not there', () => {
    for (const changed of [{ method: 1 }, { extents: 2 }, { length: 1000 }, { length: 19 }]) {
      assert.equal(hevcUnits(fileOf(4, changed), 2), undefined, JSON.stringify(changed));
    }
    assert.equal(hevcUnits(fileOf(4), 3), undefined);
  });

  it('finds nothing beyond a file, however damaged it is', () => {
    const file = fileOf(4);
    const change = fc.record({ at: fc.nat(file.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), fc.nat(file.length), (changes, length) => {
        const damaged = Buffer.from(file);
        for (const { at, value } of changes) damaged[at] = value;
        const spans = hevcUnits(damaged.subarray(0, length), 2) ?? [];
        assert.ok(spans.every(({ start, end }) => start <= end && end <= length));
      }),
      { numRuns: 2000 },
    );
  });
});
