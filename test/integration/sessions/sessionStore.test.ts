import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsDigest } from '../../../src/node/sessions/settingsDigest.ts';
import { never } from '../../unit/core/fakes.ts';
import { key, record, sessionsOnDisk } from './sessionsOnDisk.ts';

describe('sessions on disk', () => {
  const disk = sessionsOnDisk();

  it('gives back what was saved to who opens the same upload later', async () => {
    await disk.save(record());
    const slot = await disk.store().open(key, never);
    assert.deepEqual(slot.record, record());
    await slot.release();
  });

  it('gives back what an earlier Porter saved, as it is saved now', async () => {
    const settings = '["${file}","",null,null,null,"no-cache",{"token":"swordfish"},null,null]';
    await disk.save(record({ begunWith: settings }));
    const slot = await disk.store().open(key, never);
    assert.equal(slot.record?.begunWith, settingsDigest(settings));
    await slot.release();
  });

  it('tells what was only intended', async () => {
    await disk.save(record({ intended: true }));
    assert.deepEqual(await disk.store().interrupted(never), [record({ intended: true })]);
  });

  it('knows nothing of another file, and nothing of the same file to another destination', async () => {
    await disk.save(record());
    const store = disk.store();
    for (const other of [
      { ...key, file: { id: 'file:///home/anna/other.pdf', path: 'other.pdf' } },
      { ...key, destination: 'other' },
    ]) {
      const slot = await store.open(other, never);
      assert.equal(slot.record, undefined);
      await slot.release();
    }
  });

  it('keeps nothing once an upload has ended', async () => {
    await disk.save(record());
    const slot = await disk.store().open(key, never);
    await slot.clear();
    await slot.release();
    assert.deepEqual(await readdir(disk.folder), []);
  });

  it('is a folder and files that only this user may read, whose names tell no path', async () => {
    await disk.save(record());
    const file = await disk.onlyFile();
    assert.equal((await stat(disk.folder)).mode & 0o777, 0o700);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.match(file, /\/[0-9a-f]{32}\.json$/);
  });

  it('lists what was interrupted, the latest first, without what is under way', async () => {
    const file = { ...record().file };
    await disk.save(record({ begun: 1 }));
    await disk.save(record({ begun: 3, file: { ...file, id: 'file:///b' } }));
    await disk.save(record({ begun: 2, file: { ...file, id: 'file:///c' } }));
    const store = disk.store();
    const slot = await store.open({ destination: 'web', file: { id: 'file:///c', path: 'c' } }, never);
    const interrupted = await disk.store().interrupted(never);
    assert.deepEqual(
      interrupted.map(({ file: { id } }) => id),
      ['file:///b', key.file.id],
    );
    await slot.release();
    assert.equal((await store.interrupted(never)).length, 3);
  });

  it('lists nothing where nothing was ever uploaded, and makes no folder for that', async () => {
    assert.deepEqual(await disk.store().interrupted(never), []);
    await assert.rejects(stat(disk.folder), { code: 'ENOENT' });
  });

  const damaged: readonly (readonly [string, (text: string) => string])[] = [
    ['is cut short', (text) => text.slice(0, -20)],
    ['is empty', () => ''],
    ['is another JSON', () => '[1, 2, 3]'],
    ['lacks what is needed', (text) => text.replace('"partSize"', '"size"')],
    ['has a part size of nothing', (text) => text.replace('8388608', '0')],
    ['is of a later version', (text) => text.replace('"version":1,"dest', '"version":2,"dest')],
    ['is that of another upload', (text) => text.replace('"destination":"web"', '"destination":"elsewhere"')],
  ];
  for (const [what, damage] of damaged) {
    it(`does not trust a record that ${what}, and writes a new one over it`, async () => {
      await disk.save(record());
      const file = await disk.onlyFile();
      const text = await readFile(file, 'utf8');
      assert.notEqual(damage(text), text);
      await writeFile(file, damage(text));
      assert.deepEqual(await disk.store().interrupted(never), []);
      const slot = await disk.store().open(key, never);
      assert.equal(slot.record, undefined);
      await slot.save(record({ begun: 5 }));
      await slot.release();
      assert.equal((await disk.store().interrupted(never))[0]?.begun, 5);
    });
  }

  it('says where and why nothing can be kept when its folder cannot be made', async () => {
    await mkdir(join(disk.folder, '..'), { recursive: true });
    await writeFile(disk.folder, 'a file is in the way');
    await assert.rejects(disk.store().open(key, never), {
      code: 'sessionNotKept',
      details: { reason: `${disk.folder}: file already exists` },
    });
    assert.deepEqual(await disk.store().interrupted(never), []);
  });

  it('stops when cancelled', async () => {
    await assert.rejects(disk.store().open(key, AbortSignal.abort()), { name: 'AbortError' });
    await assert.rejects(disk.store().interrupted(AbortSignal.abort()), { name: 'AbortError' });
  });
});
