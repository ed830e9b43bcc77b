import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOldWindows, windowFolder } from '../../../src/vscode/windowFolder.ts';

const day = 24 * 3600 * 1000;
const now = Date.UTC(2026, 10, 22);

describe('What windows without a folder kept', () => {
  let storage: Parameters<typeof forgetOldWindows>[0];
  let windows: string;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porter-'));
    windows = join(folder, 'windows');
    storage = {
      storageUri: undefined,
      globalStorageUri: { fsPath: folder },
      workspaceState: { get: () => 'own' as never, update: () => Promise.resolve() },
    };
  });
  afterEach(() => rm(storage.globalStorageUri.fsPath, { recursive: true }));

  /** @param used how many days ago the window's folder was changed, and the one for results in it. */
  async function window(name: string, used: readonly [itself: number, results: number]): Promise<void> {
    const results = join(windows, name, 'results');
    await mkdir(results, { recursive: true });
    for (const [index, path] of [join(windows, name), results].entries()) {
      const time = (now - (used[index] ?? 0) * day) / 1000;
      await utimes(path, time, time);
    }
  }

  it('is deleted when it was not used for 30 days', async () => {
    await window('old', [31, 31]);
    await window('recent', [29, 29]);
    await window('long open', [40, 1]);
    await forgetOldWindows(storage, now);
    assert.deepEqual((await readdir(windows)).sort(), ['long open', 'recent']);
  });

  it('stays where it is of the window that looks, and counts as used by it', async () => {
    await window('own', [31, 31]);
    await forgetOldWindows(storage, now);
    assert.equal((await stat(windowFolder(storage))).mtimeMs, now);
  });

  it('is not looked at by a window with a folder, nor before there is any', async () => {
    await forgetOldWindows(storage, now);
    await window('old', [31, 31]);
    await forgetOldWindows({ ...storage, storageUri: { fsPath: join(windows, 'own') } }, now);
    assert.deepEqual(await readdir(windows), ['old']);
  });
});
