import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { fileTypeFromBuffer } from 'file-type';
import { TypeDetector } from '../../../../src/node/files/typeDetector.ts';

describe('the detector of types', () => {
  let detector: TypeDetector;
  before(async () => (detector = await TypeDetector.create()));

  async function findsTheSame(bytes: Uint8Array): Promise<string | undefined> {
    const type = detector.mayFind(bytes) ? await detector.detect(bytes) : undefined;
    assert.equal(type, (await fileTypeFromBuffer(bytes))?.mime, Buffer.from(bytes).toString('latin1').slice(0, 80));
    return type;
  }

  /** Each at the beginning of a file, or where the format has it. */
  const signatures: [at: number, bytes: string][] = [
    [0, 'GIF89a'],
    [0, '\xff\xd8\xff\xe0'],
    [0, '%PDF-1.7'],
    [0, 'PK\x03\x04'],
    [0, 'OggS'],
    [0, 'CWS\x08'],
    [0, 'FWS\x08'],
    [0, 'RIFF\0\0\0\0WEBPVP8 '],
    [0, 'RIFF\0\0\0\0WAVE'],
    [0, '-----BEGIN PGP MESSAGE-----'],
    [0, '\0\x01\0\0\0'],
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
        const start = Buffer.concat([Buffer.alloc(at, ' '), Buffer.from(text, 'latin1').subarray(0, cut), rest]);
        found.add(await findsTheSame(start));
      }),
      { numRuns: 1000 },
    );
    assert.ok(found.size > 15, `only ${found.size} types were found`);
  });

  it('finds what file-type itself finds of each signature in its source', async () => {
    const source = readFileSync(fileURLToPath(import.meta.resolve('file-type')), 'utf8');
    const checks = /\.check(?:String\('([^\\']+)|\(\[([^\]]+)\])[^)]*?(?:offset: (\d+))?[^)]*\)/g;
    const found = new Set<string | undefined>();
    for (const [, text, bytes = '', offset = '0'] of source.matchAll(checks)) {
      const signature = text === undefined ? Buffer.from(bytes.split(',').map(Number)) : Buffer.from(text);
      for (const filling of [' ', '\0', 'C']) {
        const file = Buffer.alloc(1024, filling);
        signature.copy(file, Number(offset));
        found.add(await findsTheSame(file));
        found.add(await findsTheSame(file.subarray(0, Number(offset) + signature.length)));
      }
    }
    assert.ok(found.size > 80, `only ${found.size} types were found`);
  });
});
