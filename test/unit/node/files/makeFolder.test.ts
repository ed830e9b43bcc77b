import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { makeFolder } from '../../../../src/node/files/makeFolder.ts';

describe('makeFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes those above it too, for whom it is said', async () => {
    await makeFolder(join(folder, 'a/b/c'), 0o700);
    for (const made of ['a', 'a/b', 'a/b/c']) assert.equal((await stat(join(folder, made))).mode & 0o777, 0o700);
  });

  it('leaves one that is there', async () => {
    await makeFolder(folder);
    await makeFolder(parse(folder).root);
  });

  it('may be done by several at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(join(folder, 'a/b/c'))));
  });

  it('fails where a file is', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(makeFolder(join(folder, 'file')), { code: 'EEXIST' });
    await assert.rejects(makeFolder(join(folder, 'file/a/b')), { code: 'ENOTDIR' });
  });

  it('fails where nothing can be made', async () => {
    await assert.rejects(makeFolder('/proc/a/b'), { code: 'ENOENT' });
  });
});
