import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileTypeParser } from 'file-type';
import { TypeParser } from '../../../../src/node/files/typeParser.ts';

describe('the parser of signatures', () => {
  /** Each at the beginning of a file, or where the format has it. */
  const signatures: [at: number, bytes: string][] = [
    [0, 'GIF89a'],
    [0, '\xff\xd8\xff\xe0'],
    [0, '%PDF-1.7'],
    [0, 'PK\x03\x04'],
    [0, 'OggS'],
    [0, 'RIFF\0\0\0\0WEBPVP8 '],
    [0, 'RIFF\0\0\0\0WAVE'],
    [0, '-----BEGIN PGP MESSAGE-----'],
    [0, '\0\0\x01\xba\x21'],
    [0, '\0\0\x01\xba\x44'],
    [0, '\xff\xfb\x90'],
    [0, '\xff\xfe<\0?\0x\0m\0l\0 \0'],
    [0, '\xfe\xff\0<\0?\0x\0m\0l\0 '],
    [0, '\xef\xbb\xbf<?xml version="1.0"?>'],
    [0, '{\\rtf1'],
    [2, '-lh5-'],
    [4, 'ftypheic'],
    [44, 'SCRM'],
    [60, 'BOOKMOBI'],
    [128, 'DICM'],
    [257, 'ustar\0'],
    [32769, 'CD001'],
  ];

  it('finds what file-type itself finds', async () => {
    const found = new Set<string | undefined>();
    const signature = fc.constantFrom(...signatures);
    await fc.assert(
      fc.asyncProperty(signature, fc.nat(40), fc.uint8Array({ maxLength: 64 }), async ([at, text], cut, rest) => {
        const bytes = Buffer.concat([Buffer.alloc(at, ' '), Buffer.from(text, 'latin1').subarray(0, cut), rest]);
        const type = await new TypeParser().fromBuffer(bytes);
        assert.deepEqual(type, await new FileTypeParser().fromBuffer(bytes));
        found.add(type?.mime);
      }),
      { numRuns: 1000 },
    );
    assert.ok(found.size > 15, `only ${found.size} types were found`);
  });

  it('compares with signatures by the methods that file-type calls', async () => {
    const called = new Set<string>();
    class Watched extends TypeParser {
      override check(...given: Parameters<TypeParser['check']>): boolean {
        called.add('check');
        return super.check(...given);
      }
      override checkString(...given: Parameters<TypeParser['checkString']>): boolean {
        called.add('checkString');
        return super.checkString(...given);
      }
    }
    await new Watched().fromBuffer(Buffer.from('hello, world'));
    assert.deepEqual([...called].sort(), ['check', 'checkString']);
  });
});
