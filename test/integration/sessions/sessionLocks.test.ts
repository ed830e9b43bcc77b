import assert from 'node:assert/strict';
import { readdir, rm, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { never } from '../../unit/core/fakes.ts';
import { ageByDays, key, record, sessionsOnDisk } from './sessionsOnDisk.ts';

describe('sessions on disk', () => {
  const disk = sessionsOnDisk();

  it('lets an upload be opened once at a time, in one process too', async () => {
    const slot = await disk.store().open(key, never);
    await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
    await slot.release();
    await (await disk.store().open(key, never)).release();
  });

  it('lets exactly one of many that open at the same moment have it', async () => {
    for (let round = 0; round < 5; round++) {
      const store = disk.store();
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => store.open(key, never)));
      const slots = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.equal(slots.length, 1);
      await slots[0]?.release();
    }
    assert.deepEqual(await readdir(disk.folder), []);
  });

  it('says which upload is taken', async () => {
    const slot = await disk.store().open(key, never);
    await assert.rejects(disk.store().open(key, never), {
      code: 'sessionTaken',
      details: { file: 'secret plans.pdf', destination: 'web' },
    });
    await slot.release();
  });

  it('tells that a process with an upload is about to end, until that lets go', async () => {
    const ending = disk.store();
    const other = disk.store();
    assert.equal(await other.areEnding(), false);
    const slots = [await ending.open(key, never), await other.open({ ...key, destination: 'other' }, never)];
    assert.equal(await other.areEnding(), false);
    ending.markEnding();
    assert.equal(await other.areEnding(), true);
    await slots[0]?.release();
    assert.equal(await other.areEnding(), false);
    slots.push(await ending.open(key, never));
    assert.equal(await other.areEnding(), true);
    for (const slot of slots) await slot.release();
    ending.markEnding();
    assert.deepEqual(await readdir(disk.folder), []);
  });

  it('are touched while they are under way, for machines that cannot ask this one, and no longer', async () => {
    const clock = new FakeClock();
    const slot = await disk.store(clock).open(key, never);
    const claim = await disk.onlyFile();
    await ageByDays(claim, 1);
    const { mtimeMs } = await stat(claim);
    clock.pass(5000);
    while ((await stat(claim)).mtimeMs === mtimeMs) await setImmediate();
    await slot.release();
    assert.equal(clock.tickers, 0);
  });

  it('are not written to by a process that stood still until another took them over', async () => {
    const slot = await disk.store().open(key, never);
    await rm(await disk.onlyFile());
    const other = await disk.store().open(key, never);
    await other.save(record({ begun: 7 }));
    for (const use of [() => slot.requireLock(), () => slot.save(record()), () => slot.clear()]) {
      await assert.rejects(use, { code: 'sessionLost' });
    }
    await slot.release();
    await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
    await other.release();
    assert.deepEqual(await disk.store().interrupted(never), [record({ begun: 7 })]);
  });
});
