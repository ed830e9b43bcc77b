import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/node/files/memorySource.ts';
import { sniffer } from '../../../../src/node/files/sniffer.ts';

describe('the sniffer', () => {
  const { signal } = new AbortController();
  const cases: [what: string, bytes: Buffer, type: string | undefined][] = [
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108020000009077', 'hex'), 'image/png'],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg'],
    ['a TIFF whose directory lies far behind', Buffer.from('49492a0000ffff00', 'hex'), 'image/tiff'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), 'application/pdf'],
    ['text', Buffer.from('hello, world\n'), undefined],
    ['a zip cut off in its first entry', Buffer.from('504b0304140000000800', 'hex'), 'application/zip'],
    ['one byte', Buffer.from([0xff]), undefined],
  ];
  for (const [what, bytes, type] of cases) {
    it(`takes ${what} for ${type ?? 'nothing it knows'}`, async () => {
      assert.equal(await sniffer.detect(memorySource({ id: 'x:1', name: 'x', path: 'x' }, bytes), signal), type);
    });
  }

  it('reads no more than the first 64 KiB', async () => {
    const source = memorySource({ id: 'x:1', name: 'x', path: 'x' }, Buffer.alloc(1024 * 1024));
    const ranges: unknown[] = [];
    await sniffer.detect({ ...source, open: (range, to) => (ranges.push(range), source.open(range, to)) }, signal);
    assert.deepEqual(ranges, [{ start: 0, end: 64 * 1024 }]);
  });
});
