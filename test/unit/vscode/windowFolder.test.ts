import assert from 'node:assert/strict';
import { join } from 'node:path';
import { windowFolder, type WindowStorage } from '../../../src/vscode/windowFolder.ts';

/** What the editor keeps for a window, as it does over a reload. */
function memento(): WindowStorage['workspaceState'] {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key) as never,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

describe('The folder of a window', () => {
  const globalStorageUri = { fsPath: '/global' };
  const withoutFolder = (): WindowStorage => ({ storageUri: undefined, globalStorageUri, workspaceState: memento() });

  it('is what the editor has for the workspace', () => {
    assert.equal(windowFolder({ ...withoutFolder(), storageUri: { fsPath: '/workspace' } }), '/workspace');
  });

  it('is one of its own where no folder is open, the same each time', () => {
    const [one, other] = [withoutFolder(), withoutFolder()];
    assert.match(windowFolder(one), new RegExp(`^${join('/global', 'windows')}.[0-9a-f-]{36}$`));
    assert.equal(windowFolder(one), windowFolder(one));
    assert.notEqual(windowFolder(one), windowFolder(other));
  });

  it('is another one after a reload where the editor cannot keep its name', async () => {
    const update = () => Promise.reject(new Error('The disk is full.'));
    const rejections: unknown[] = [];
    const onRejection = (error: unknown) => rejections.push(error);
    process.once('unhandledRejection', onRejection);
    const storage = { ...withoutFolder(), workspaceState: { ...memento(), update } };
    assert.notEqual(windowFolder(storage), windowFolder(storage));
    await new Promise(setImmediate);
    process.off('unhandledRejection', onRejection);
    assert.deepEqual(rejections, []);
  });
});
