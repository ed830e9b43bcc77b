import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AddedPictures } from '../../../../src/vscode/panel/addedPictures.ts';

describe('Pictures that were pasted or dropped', () => {
  let folder: string;
  let added: AddedPictures;
  const bytes = new Uint8Array([1, 2, 3]);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-added-'));
    added = new AddedPictures(join(folder, 'added'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are kept as files of their names', async () => {
    const path = await added.keep('pasted-1.png', { kind: 'bytes', bytes });
    assert.equal(basename(path), 'pasted-1.png');
    assert.deepEqual(new Uint8Array(await readFile(path)), bytes);
  });

  it('are one file when they are the same, whatever they are called', async () => {
    const first = await added.keep('pasted-1.png', { kind: 'bytes', bytes });
    assert.equal(await added.keep('pasted-2.png', { kind: 'bytes', bytes }), first);
    assert.notEqual(await added.keep('pasted-1.png', { kind: 'bytes', bytes: new Uint8Array([4]) }), first);
  });

  it('stay in their folder, whatever they are called', async () => {
    const path = await added.keep('../../../x.png', { kind: 'bytes', bytes });
    assert.equal(dirname(dirname(path)), join(folder, 'added'));
    assert.equal(basename(path), 'x.png');
  });

  it('are deleted when they are forgotten, and nothing else is', async () => {
    const path = await added.keep('pasted-1.png', { kind: 'bytes', bytes });
    const other = await added.keep('b.png', { kind: 'bytes', bytes: new Uint8Array([4]) });
    await added.forget([path, join(folder, 'added'), folder], [other]);
    assert.deepEqual(await readdir(join(folder, 'added')), [basename(dirname(other))]);
  });

  it('stay as long as a page of theirs is shown', async () => {
    const scan = await added.keep('scan.pdf', { kind: 'bytes', bytes });
    await added.forget([scan], [scan]);
    assert.deepEqual(new Uint8Array(await readFile(scan)), bytes);
    await added.forget([scan, scan], []);
    assert.deepEqual(await readdir(join(folder, 'added')), []);
  });

  it('are refused with a sentence when they are too large or cannot be had', async () => {
    await assert.rejects(added.keep('a.png', { kind: 'tooLarge', size: 65_000_000 }), {
      code: 'addedTooLarge',
      message: 'a.png has 65 MB; what is pasted or dropped here may have 64 MB. Save it, and read it from its file.',
    });
    await assert.rejects(added.keep('dir', { kind: 'unreadable', reason: 'it is a folder' }), {
      code: 'addedUnreadable',
    });
  });
});
