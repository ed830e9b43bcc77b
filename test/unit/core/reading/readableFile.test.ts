import assert from 'node:assert/strict';
import type { Sniffer } from '../../../../src/core/ports.ts';
import { isReadable } from '../../../../src/core/reading/readableFile.ts';
import { never, selected as files } from '../fakes.ts';

const finds = (type: string | undefined): Sniffer => ({ detect: () => Promise.resolve(type) });

describe('What is read of a folder', () => {
  const readable = async (names: readonly string[], sniffer: Sniffer) => {
    const found: string[] = [];
    for (const file of files(...names)) {
      if (file.kind === 'source' && (await isReadable(file, sniffer, never))) found.push(file.source.path);
    }
    return found;
  };

  it('is the pictures and PDFs, by their names', async () => {
    const names = ['a.jpg', 'b.PNG', 'c.heic', 'd.tiff', 'e.pdf', 'f.webp'];
    assert.deepEqual(await readable([...names, 'g.txt', 'h.mp4'], finds('image/png')), names);
  });

  it('is by its bytes what has a name that tells nothing', async () => {
    assert.deepEqual(await readable(['scan'], finds('image/png')), ['scan']);
    assert.deepEqual(await readable(['scan'], finds('text/plain')), []);
  });

  it('is no picture of a kind that no engine reads', async () => {
    assert.deepEqual(await readable(['a.avif', 'b.svg', 'c.ico'], finds(undefined)), []);
  });
});
