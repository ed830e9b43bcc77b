import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BoundedFolder } from '../../../../src/node/files/boundedFolder.ts';

const { signal } = new AbortController();
const day = 24 * 60 * 60 * 1000;

describe('A bounded folder', () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'porter-bounded-'));
    folder = join(parent, 'kept');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const open = (limits: Partial<{ size: number; age: number }> = {}) =>
    new BoundedFolder(folder, { size: 1e6, age: day, ...limits });

  /** As if it had been used so long ago. */
  async function age(name: string, ms: number): Promise<void> {
    const then = new Date(Date.now() - ms);
    await utimes(join(folder, `${name}.json`), then, then);
  }

  it('gives back what was written, to another process too, and keeps it from others', async () => {
    await open().write('ab', 'text', signal);
    assert.equal(await open().read('ab'), 'text');
    assert.equal((await stat(join(folder, 'ab.json'))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('knows nothing of what was never written, was removed, or was cleared', async () => {
    const kept = open();
    assert.equal(await kept.read('ab'), undefined);
    await kept.remove('ab');
    await kept.write('ab', 'text', signal);
    await kept.remove('ab');
    assert.equal(await kept.read('ab'), undefined);
    await kept.write('cd', 'text', signal);
    await kept.clear();
    assert.equal(await kept.read('cd'), undefined);
    assert.deepEqual(await readdir(parent), []);
  });

  it('gives back nothing that was not used for too long, and lets go of it', async () => {
    await open().write('aa', 'old', signal);
    await age('aa', 2 * day);
    assert.equal(await open().read('aa'), undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  it('lets go of what was not used for too long', async () => {
    await open().write('aa', 'old', signal);
    await open().write('bb', 'used', signal);
    await age('aa', day / 2);
    await age('bb', day / 2);
    await open().read('bb');
    // Each process looks when it writes first.
    await open({ age: day / 4 }).write('cc', 'new', signal);
    assert.deepEqual((await readdir(folder)).sort(), ['bb.json', 'cc.json']);
  });

  it('lets go of what was used longest ago when there is too much, and of what a crash left', async () => {
    await open().write('aa', 'x'.repeat(60), signal);
    await open().write('bb', 'x'.repeat(60), signal);
    await writeFile(join(folder, 'aa.json.0123'), 'x'.repeat(60));
    await age('aa', 3000);
    await age('bb', 9000);
    await utimes(join(folder, 'aa.json.0123'), 0, 0);
    await open({ size: 150 }).write('cc', 'x'.repeat(60), signal);
    assert.deepEqual((await readdir(folder)).sort(), ['aa.json', 'cc.json']);
  });
});
