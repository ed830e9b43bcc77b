import assert from 'node:assert/strict';
import promises, { mkdir, readdir, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { mock } from 'node:test';
import { never } from '../../unit/core/fakes.ts';
import { ageByDays, key, record, sessionsOnDisk } from './sessionsOnDisk.ts';

describe('sessions on disk', () => {
  const disk = sessionsOnDisk();

  it('gives up what nobody went on with for a week, and forgets it after a year', async () => {
    await disk.save(record());
    await ageByDays(await disk.onlyFile(), 7.1);
    const store = disk.store();
    assert.deepEqual(await store.interrupted(never), []);
    assert.deepEqual(await store.abandoned(never), [record({ abandoned: true })]);
    await ageByDays(await disk.onlyFile(), 366);
    assert.deepEqual(await disk.store().abandoned(never), []);
    assert.deepEqual(await readdir(disk.folder), []);
  });

  it('removes what is older than a week and cannot be read, and leaves the rest and the files of others', async () => {
    const half = join(disk.folder, `${'c'.repeat(32)}.json.0123456789abcdef`);
    await mkdir(disk.folder, { recursive: true });
    const damagedFile = join(disk.folder, `${'d'.repeat(32)}.json`);
    const recent = join(disk.folder, `${'e'.repeat(32)}.json`);
    const foreign = join(disk.folder, 'notes.json');
    for (const path of [half, damagedFile, recent, foreign]) await writeFile(path, '{');
    for (const path of [half, damagedFile, foreign]) await ageByDays(path, 8);
    await ageByDays(recent, 6.9);
    assert.deepEqual(await disk.store().interrupted(never), []);
    assert.deepEqual((await readdir(disk.folder)).toSorted(), [`${'e'.repeat(32)}.json`, 'notes.json']);
  });

  it('tells whoever opens it after a week that it is given up', async () => {
    await disk.save(record());
    await ageByDays(await disk.onlyFile(), 7.1);
    const slot = await disk.store().open(key, never);
    assert.deepEqual(slot.record, record({ abandoned: true }));
    await slot.release();
  });

  it('leaves an old record that somebody goes on with just before it would be removed', async () => {
    await disk.save(record());
    const path = await disk.onlyFile();
    await ageByDays(path, 366);
    const { open } = promises;
    // Its lock is claimed, and it was saved anew since it was looked at.
    let claims = 0;
    const claiming = mock.method(promises, 'open', async (...how: Parameters<typeof open>) => {
      if (how[1] === 'wx') {
        claims++;
        await ageByDays(path, 0);
      }
      return open(...how);
    });
    syncBuiltinESMExports();
    try {
      assert.deepEqual(await disk.store().interrupted(never), [record()]);
    } finally {
      claiming.mock.restore();
      syncBuiltinESMExports();
    }
    assert.equal(claims, 1);
  });

  it('leaves an old record that is under way', async () => {
    await disk.save(record());
    const slot = await disk.store().open(key, never);
    const [json = ''] = (await readdir(disk.folder)).filter((name) => name.endsWith('.json'));
    await ageByDays(join(disk.folder, json), 30);
    await disk.store().interrupted(never);
    assert.ok((await readdir(disk.folder)).includes(json));
    await slot.release();
  });
});
