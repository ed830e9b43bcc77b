import assert from 'node:assert/strict';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { never } from '../../unit/core/fakes.ts';
import { ageByDays, key, record, sessionsOnDisk } from './sessionsOnDisk.ts';

describe('sessions on disk whose lock was left', () => {
  const disk = sessionsOnDisk();
  const elsewhere = '0123456789ab'.repeat(2);

  /** The claim of this process, as another one's. */
  async function leaveLock(change: (fields: string[]) => void): Promise<string> {
    const slot = await disk.store().open(key, never);
    const claim = (await readdir(disk.folder)).find((name) => name.endsWith('.lock')) ?? '';
    await slot.release();
    const fields = claim.split('-');
    change(fields);
    await writeFile(join(disk.folder, fields.join('-')), '');
    return join(disk.folder, fields.join('-'));
  }

  it('by a process of the same number that started at another time are taken over', async () => {
    const left = await leaveLock((fields) => (fields[3] = '0123456789ab'));
    const slot = await disk.store().open(key, never);
    await assert.rejects(stat(left), { code: 'ENOENT' });
    await slot.release();
  });

  it('are respected where ps tells when processes started, whatever the time zone of each', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform') ?? assert.fail();
    const { TZ } = process.env;
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      process.env['TZ'] = 'Asia/Tokyo';
      const slot = await disk.store().open(key, never);
      process.env['TZ'] = 'America/Lima';
      await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
      await slot.release();
    } finally {
      if (TZ === undefined) delete process.env['TZ'];
      else process.env['TZ'] = TZ;
      Object.defineProperty(process, 'platform', platform);
    }
  });

  it('by a process of another machine are respected for a minute, and then taken over when nobody touches them', async () => {
    const clock = new FakeClock();
    const left = await leaveLock((fields) => (fields[1] = elsewhere));
    await assert.rejects(disk.store(clock).open(key, never), { code: 'sessionTaken' });
    assert.ok(!clock.slept.includes(1000));
    await ageByDays(left, 61 / 86_400);
    await (await disk.store(clock).open(key, never)).release();
    assert.equal(clock.slept.filter((ms) => ms === 1000).length, 15);
  });

  it('by a process of another machine hold up nothing but who asks for that upload, or for all of them', async () => {
    await disk.save(record());
    const left = await leaveLock((fields) => (fields[1] = elsewhere));
    await ageByDays(left, 1);
    const clock = new FakeClock();
    const store = disk.store(clock);
    await (await store.open({ ...key, destination: 'other' }, never)).release();
    const found = [await store.interrupted(never), (await store.look(never)).underWay];
    assert.deepEqual([found, clock.slept], [[[], [record()]], []]);
    const told: number[] = [];
    await store.releaseSilent(never, (seconds) => told.push(seconds));
    assert.deepEqual(await store.interrupted(never), [record()]);
    assert.equal(clock.slept.length, 15);
    await store.releaseSilent(never, (seconds) => told.push(seconds));
    assert.deepEqual(told, [15]);
  });

  for (const [what, days] of [
    ['a day old', 1],
    ['of tomorrow', -1],
  ] as const) {
    it(`by a process of another machine are respected when it touches them, though they seem to be ${what}`, async () => {
      const left = await leaveLock((fields) => (fields[1] = elsewhere));
      await ageByDays(left, days);
      const clock = new FakeClock();
      const touching = mock.method(clock, 'sleep', () => ageByDays(left, days + 5 / 86_400));
      await assert.rejects(disk.store(clock).open(key, never), { code: 'sessionTaken' });
      assert.ok(touching.mock.callCount() > 0);
      await stat(left);
    });
  }

  it('by a process of this machine are taken over at once when its name is another by now', async () => {
    const left = await leaveLock((fields) => {
      fields[1] = elsewhere.slice(0, 12) + (fields[1] ?? '').slice(12);
      fields[3] = '0123456789ab';
    });
    await (await disk.store(new FakeClock()).open(key, never)).release();
    await assert.rejects(stat(left), { code: 'ENOENT' });
  });

  it('by a process of this machine before it was started again are taken over at once', async () => {
    const left = await leaveLock((fields) => (fields[1] = `${(fields[1] ?? '').slice(0, 12)}0123456789ab`));
    await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
    const clock = new FakeClock();
    await ageByDays(left, 365);
    await (await disk.store(clock).open(key, never)).release();
    assert.deepEqual(
      clock.slept.filter((ms) => ms === 1000),
      [],
    );
  });

  it('by an earlier Porter, which tells the name of its machine alone, are respected while it runs', async () => {
    const left = await leaveLock((fields) => (fields[1] = (fields[1] ?? '').slice(0, 12)));
    await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
    await rename(left, left.replace(/-[0-9a-f]{12}(?=-[0-9a-f]{16}\.lock$)/, '-0123456789ab'));
    await (await disk.store(new FakeClock()).open(key, never)).release();
  });

  it('by a running process that did not tell when it started are respected', async () => {
    await leaveLock((fields) => (fields[3] = ''));
    await assert.rejects(disk.store().open(key, never), { code: 'sessionTaken' });
  });
});
