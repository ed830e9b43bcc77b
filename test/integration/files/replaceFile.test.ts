import assert from 'node:assert/strict';
import { fstatSync, fsyncSync, readFileSync } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../../../src/node/files/replaceFile.ts';

const { signal } = new AbortController();

describe('a file that is replaced', () => {
  let folder: string;
  let path: string;
  let handles: FileHandle;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-replace-'));
    path = join(folder, 'state.json');
    await writeFile(path, 'old');
    const one = await open(path);
    await one.close();
    handles = Object.getPrototypeOf(one) as FileHandle;
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Replaces it where FileHandle's `sync` is this. */
  async function replaceWith(sync: (this: FileHandle) => Promise<void>): Promise<void> {
    const own = Object.getOwnPropertyDescriptor(handles, 'sync');
    assert.ok(own);
    Object.defineProperty(handles, 'sync', { ...own, value: sync });
    try {
      await replaceFile(path, 'what is new', signal);
    } finally {
      Object.defineProperty(handles, 'sync', own);
    }
  }

  it('is on disk, whole, before it takes its place, which is then made to last', async () => {
    const synced: object[] = [];
    await replaceWith(async function () {
      fsyncSync(this.fd);
      const { ino, size } = fstatSync(this.fd);
      const isFolder = ino === (await stat(folder)).ino;
      synced.push({ what: isFolder ? 'folder' : size, inPlace: readFileSync(path, 'utf8') });
    });
    assert.deepEqual(synced, [
      { what: 'what is new'.length, inPlace: 'old' },
      { what: 'folder', inPlace: 'what is new' },
    ]);
  });

  it('stays as it was, alone, when the disk does not take the new content', async () => {
    await assert.rejects(
      replaceWith(() => Promise.reject(new Error('EIO'))),
      /EIO/,
    );
    assert.equal(readFileSync(path, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['state.json']);
  });

  it('is for this user only', async () => {
    await replaceFile(path, 'what is new', signal);
    if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
  });
});
