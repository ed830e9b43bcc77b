import assert from 'node:assert/strict';
import promises, { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import type { SessionRecord } from '../../../src/core/transfer/sessionPort.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { settingsDigest } from '../../../src/node/sessions/settingsDigest.ts';
import { FakeClock } from '../../unit/core/fakeClock.ts';
import { never } from '../../unit/core/fakes.ts';

const key = { destination: 'web', file: { id: 'file:///home/anna/secret%20plans.pdf', path: 'secret plans.pdf' } };

function record(more: Partial<SessionRecord> = {}): SessionRecord {
  return {
    destination: 'web',
    target: 'https://example.com/files/',
    file: { ...key.file, version: '1-2-3', size: 20_000_000 },
    begun: 1_700_000_000_000,
    partSize: 8_388_608,
    state: { url: 'https://example.com/files/1', nested: [{ a: null }] },
    ...more,
  };
}

describe('sessions on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'porter-sessions-')), 'made/when/needed');
  });
  afterEach(() => rm(join(folder, '../../..'), { recursive: true, force: true }));

  async function save(one: SessionRecord): Promise<void> {
    const slot = await sessionStore(folder).open(one, never);
    await slot.save(one);
    await slot.release();
  }

  async function onlyFile(): Promise<string> {
    const names = await readdir(folder);
    assert.equal(names.length, 1, names.join());
    return join(folder, names[0] ?? '');
  }

  async function ageByDays(path: string, days: number): Promise<void> {
    const then = new Date(Date.now() - days * 86_400_000);
    await utimes(path, then, then);
  }

  it('gives back what was saved to who opens the same upload later', async () => {
    await save(record());
    const slot = await sessionStore(folder).open(key, never);
    assert.deepEqual(slot.record, record());
    await slot.release();
  });

  it('gives back what an earlier Porter saved, as it is saved now', async () => {
    const { file } = record();
    const settings = '["${file}","",null,null,null,"no-cache",{"token":"swordfish"},null,null]';
    await save(record({ begunWith: settings, file: { ...file, version: '20-1700000000000000000-66305-131' } }));
    const slot = await sessionStore(folder).open(key, never);
    const { begunWith, file: saved } = slot.record ?? {};
    assert.deepEqual([begunWith, saved?.version], [settingsDigest(settings), '20-1700000000000000000-131']);
    await slot.release();
  });

  it('tells what was only intended', async () => {
    await save(record({ intended: true }));
    assert.deepEqual(await sessionStore(folder).interrupted(never), [record({ intended: true })]);
  });

  it('knows nothing of another file, and nothing of the same file to another destination', async () => {
    await save(record());
    const store = sessionStore(folder);
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
    await save(record());
    const slot = await sessionStore(folder).open(key, never);
    await slot.clear();
    await slot.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('tells that a process with an upload is about to end, until that lets go', async () => {
    const ending = sessionStore(folder);
    const other = sessionStore(folder);
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
    assert.deepEqual(await readdir(folder), []);
  });

  it('is a folder and files that only this user may read, whose names tell no path', async () => {
    await save(record());
    const file = await onlyFile();
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.match(file, /\/[0-9a-f]{32}\.json$/);
  });

  it('lists what was interrupted, the latest first, without what is under way', async () => {
    const file = { ...record().file };
    await save(record({ begun: 1 }));
    await save(record({ begun: 3, file: { ...file, id: 'file:///b' } }));
    await save(record({ begun: 2, file: { ...file, id: 'file:///c' } }));
    const store = sessionStore(folder);
    const slot = await store.open({ destination: 'web', file: { id: 'file:///c', path: 'c' } }, never);
    const interrupted = await sessionStore(folder).interrupted(never);
    assert.deepEqual(
      interrupted.map(({ file: { id } }) => id),
      ['file:///b', key.file.id],
    );
    await slot.release();
    assert.equal((await store.interrupted(never)).length, 3);
  });

  it('lists nothing where nothing was ever uploaded, and makes no folder for that', async () => {
    assert.deepEqual(await sessionStore(folder).interrupted(never), []);
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });

  it('lets an upload be opened once at a time, in one process too', async () => {
    const slot = await sessionStore(folder).open(key, never);
    await assert.rejects(sessionStore(folder).open(key, never), { code: 'sessionTaken' });
    await slot.release();
    await (await sessionStore(folder).open(key, never)).release();
  });

  it('lets exactly one of many that open at the same moment have it', async () => {
    for (let round = 0; round < 5; round++) {
      const store = sessionStore(folder);
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => store.open(key, never)));
      const slots = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.equal(slots.length, 1);
      await slots[0]?.release();
    }
    assert.deepEqual(await readdir(folder), []);
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
      await save(record());
      const file = await onlyFile();
      const text = await readFile(file, 'utf8');
      assert.notEqual(damage(text), text);
      await writeFile(file, damage(text));
      assert.deepEqual(await sessionStore(folder).interrupted(never), []);
      const slot = await sessionStore(folder).open(key, never);
      assert.equal(slot.record, undefined);
      await slot.save(record({ begun: 5 }));
      await slot.release();
      assert.equal((await sessionStore(folder).interrupted(never))[0]?.begun, 5);
    });
  }

  it('gives up what nobody went on with for a week, and forgets it after a year', async () => {
    await save(record());
    await ageByDays(await onlyFile(), 7.1);
    const store = sessionStore(folder);
    assert.deepEqual(await store.interrupted(never), []);
    assert.deepEqual(await store.abandoned(never), [record({ abandoned: true })]);
    await ageByDays(await onlyFile(), 366);
    assert.deepEqual(await sessionStore(folder).abandoned(never), []);
    assert.deepEqual(await readdir(folder), []);
  });

  it('removes what is older than a week and cannot be read, and leaves the rest and the files of others', async () => {
    const half = join(folder, `${'c'.repeat(32)}.json.0123456789abcdef`);
    await mkdir(folder, { recursive: true });
    const damagedFile = join(folder, `${'d'.repeat(32)}.json`);
    const recent = join(folder, `${'e'.repeat(32)}.json`);
    const foreign = join(folder, 'notes.json');
    for (const path of [half, damagedFile, recent, foreign]) await writeFile(path, '{');
    for (const path of [half, damagedFile, foreign]) await ageByDays(path, 8);
    await ageByDays(recent, 6.9);
    assert.deepEqual(await sessionStore(folder).interrupted(never), []);
    assert.deepEqual((await readdir(folder)).toSorted(), [`${'e'.repeat(32)}.json`, 'notes.json']);
  });

  it('tells whoever opens it after a week that it is given up', async () => {
    await save(record());
    await ageByDays(await onlyFile(), 7.1);
    const slot = await sessionStore(folder).open(key, never);
    assert.deepEqual(slot.record, record({ abandoned: true }));
    await slot.release();
  });

  it('leaves an old record that somebody goes on with just before it would be removed', async () => {
    await save(record());
    const path = await onlyFile();
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
      assert.deepEqual(await sessionStore(folder).interrupted(never), [record()]);
    } finally {
      claiming.mock.restore();
      syncBuiltinESMExports();
    }
    assert.equal(claims, 1);
  });

  it('leaves an old record that is under way', async () => {
    await save(record());
    const slot = await sessionStore(folder).open(key, never);
    const [json = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    await ageByDays(join(folder, json), 30);
    await sessionStore(folder).interrupted(never);
    assert.ok((await readdir(folder)).includes(json));
    await slot.release();
  });

  describe('whose lock was left', () => {
    /** The claim of this process, as another one's. */
    async function leaveLock(change: (fields: string[]) => void): Promise<string> {
      const slot = await sessionStore(folder).open(key, never);
      const claim = (await readdir(folder)).find((name) => name.endsWith('.lock')) ?? '';
      await slot.release();
      const fields = claim.split('-');
      change(fields);
      await writeFile(join(folder, fields.join('-')), '');
      return join(folder, fields.join('-'));
    }

    it('by a process of the same number that started at another time are taken over', async () => {
      const left = await leaveLock((fields) => (fields[3] = '0123456789ab'));
      const slot = await sessionStore(folder).open(key, never);
      await assert.rejects(stat(left), { code: 'ENOENT' });
      await slot.release();
    });

    const elsewhere = '0123456789ab'.repeat(2);

    it('by a process of another machine are respected for a minute, and then taken over when nobody touches them', async () => {
      const clock = new FakeClock();
      const left = await leaveLock((fields) => (fields[1] = elsewhere));
      await assert.rejects(sessionStore(folder, clock).open(key, never), { code: 'sessionTaken' });
      assert.ok(!clock.slept.includes(1000));
      await ageByDays(left, 61 / 86_400);
      await (await sessionStore(folder, clock).open(key, never)).release();
      assert.equal(clock.slept.filter((ms) => ms === 1000).length, 15);
    });

    it('by a process of another machine hold up nothing but who asks for that upload, or for all of them', async () => {
      await save(record());
      const left = await leaveLock((fields) => (fields[1] = elsewhere));
      await ageByDays(left, 1);
      const clock = new FakeClock();
      const store = sessionStore(folder, clock);
      await (await store.open({ ...key, destination: 'other' }, never)).release();
      const found = [await store.interrupted(never), (await store.look(never)).underWay];
      assert.deepEqual([found, clock.slept], [[[], [record()]], []]);
      await store.releaseSilent(never);
      assert.deepEqual(await store.interrupted(never), [record()]);
      assert.equal(clock.slept.length, 15);
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
        await assert.rejects(sessionStore(folder, clock).open(key, never), { code: 'sessionTaken' });
        assert.ok(touching.mock.callCount() > 0);
        await stat(left);
      });
    }

    it('by a process of this machine are taken over at once when its name is another by now', async () => {
      const left = await leaveLock((fields) => {
        fields[1] = elsewhere.slice(0, 12) + (fields[1] ?? '').slice(12);
        fields[3] = '0123456789ab';
      });
      await (await sessionStore(folder, new FakeClock()).open(key, never)).release();
      await assert.rejects(stat(left), { code: 'ENOENT' });
    });

    it('by a process of this machine before it was started again are taken over at once', async () => {
      const left = await leaveLock((fields) => (fields[1] = `${(fields[1] ?? '').slice(0, 12)}0123456789ab`));
      await assert.rejects(sessionStore(folder).open(key, never), { code: 'sessionTaken' });
      const clock = new FakeClock();
      await ageByDays(left, 365);
      await (await sessionStore(folder, clock).open(key, never)).release();
      assert.deepEqual(
        clock.slept.filter((ms) => ms === 1000),
        [],
      );
    });

    it('by an earlier Porter, which tells the name of its machine alone, are respected while it runs', async () => {
      const left = await leaveLock((fields) => (fields[1] = (fields[1] ?? '').slice(0, 12)));
      await assert.rejects(sessionStore(folder).open(key, never), { code: 'sessionTaken' });
      await rename(left, left.replace(/-[0-9a-f]{12}(?=-[0-9a-f]{16}\.lock$)/, '-0123456789ab'));
      await (await sessionStore(folder, new FakeClock()).open(key, never)).release();
    });

    it('by a running process that did not tell when it started are respected', async () => {
      await leaveLock((fields) => (fields[3] = ''));
      await assert.rejects(sessionStore(folder).open(key, never), { code: 'sessionTaken' });
    });
  });

  it('are touched while they are under way, for machines that cannot ask this one, and no longer', async () => {
    const clock = new FakeClock();
    const slot = await sessionStore(folder, clock).open(key, never);
    const claim = await onlyFile();
    await ageByDays(claim, 1);
    const { mtimeMs } = await stat(claim);
    clock.pass(5000);
    while ((await stat(claim)).mtimeMs === mtimeMs) await setImmediate();
    await slot.release();
    assert.equal(clock.tickers, 0);
  });

  it('are not written to by a process that stood still until another took them over', async () => {
    const slot = await sessionStore(folder).open(key, never);
    await rm(await onlyFile());
    const other = await sessionStore(folder).open(key, never);
    await other.save(record({ begun: 7 }));
    for (const use of [() => slot.requireLock(), () => slot.save(record()), () => slot.clear()]) {
      await assert.rejects(use, { code: 'sessionLost' });
    }
    await slot.release();
    await assert.rejects(sessionStore(folder).open(key, never), { code: 'sessionTaken' });
    await other.release();
    assert.deepEqual(await sessionStore(folder).interrupted(never), [record({ begun: 7 })]);
  });

  it('says which upload is taken', async () => {
    const slot = await sessionStore(folder).open(key, never);
    await assert.rejects(sessionStore(folder).open(key, never), {
      code: 'sessionTaken',
      details: { file: 'secret plans.pdf', destination: 'web' },
    });
    await slot.release();
  });

  it('says where and why nothing can be kept when its folder cannot be made', async () => {
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file is in the way');
    await assert.rejects(sessionStore(folder).open(key, never), {
      code: 'sessionNotKept',
      details: { reason: `${folder}: file already exists` },
    });
    assert.deepEqual(await sessionStore(folder).interrupted(never), []);
  });

  it('stops when cancelled', async () => {
    await assert.rejects(sessionStore(folder).open(key, AbortSignal.abort()), { name: 'AbortError' });
    await assert.rejects(sessionStore(folder).interrupted(AbortSignal.abort()), { name: 'AbortError' });
  });
});
