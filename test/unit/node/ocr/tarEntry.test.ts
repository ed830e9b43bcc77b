import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tarEntry } from '../../../../src/node/ocr/tesseractJs/tarEntry.ts';

/** A header and the content, each filled up to blocks of 512 bytes. */
function entry(name: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')} `, 124);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

describe('tarEntry', () => {
  const end = Buffer.alloc(1024);

  it('finds a file behind others, of any length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 1500 })),
        fc.uint8Array({ maxLength: 1500 }),
        (before, wanted) => {
          const others = before.map((content, index) => entry(`package/${index}`, content));
          const archive = Buffer.concat([...others, entry('package/wanted', wanted), end]);
          assert.deepEqual(tarEntry(archive, 'package/wanted'), Buffer.from(wanted));
        },
      ),
    );
  });

  it('finds none in what has none, is cut off or is no archive', () => {
    const archive = Buffer.concat([entry('package/a', Buffer.alloc(600)), end]);
    assert.equal(tarEntry(archive, 'package/b'), undefined);
    assert.equal(tarEntry(archive.subarray(0, 700), 'package/b'), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        assert.equal(tarEntry(Buffer.from(bytes), 'package/b'), undefined);
      }),
    );
  });
});
