import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { appendBody } from '../../../src/receiver/tus/appendBody.ts';
import { never, untilInFolder } from './setup.ts';

describe('a part of an upload', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'porter-append-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is not kept in part where it goes on behind the end of the upload', async () => {
    const path = join(folder, 'file.bin');
    await writeFile(path, 'hello');
    async function* tooMuch() {
      yield Buffer.from('wor');
      await untilInFolder(folder, async () => (await stat(path)).size === 8);
      yield Buffer.from('ld!');
    }
    const options = { offset: 5, most: 5, checksum: undefined, signal: never };
    await assert.rejects(appendBody(path, Readable.from(tooMuch()), options), { code: 'requestInvalid' });
    assert.equal(await readFile(path, 'utf8'), 'hello');
  });
});
