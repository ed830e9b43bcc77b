/** A folder for sessions, which goes after each test, and an upload to keep there. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src/core/ports.ts';
import type { SessionRecord } from '../../../src/core/transfer/sessionPort.ts';
import { sessionStore, type DiskSessions } from '../../../src/node/sessions/sessionStore.ts';
import { never } from '../../unit/core/fakes.ts';

/** Of the upload that `record` is of. */
export const key = {
  destination: 'web',
  file: { id: 'file:///home/anna/secret%20plans.pdf', path: 'secret plans.pdf' },
};

export function record(more: Partial<SessionRecord> = {}): SessionRecord {
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

interface SessionsOnDisk {
  /** It is made when something is kept. */
  readonly folder: string;
  /** As another process has it. */
  store(clock?: Clock): DiskSessions;
  save(one: SessionRecord): Promise<void>;
  /** The path of the only file. */
  onlyFile(): Promise<string>;
}

/** Sessions on disk for each test of a suite. */
export function sessionsOnDisk(): SessionsOnDisk {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'porter-sessions-')), 'made/when/needed');
  });
  afterEach(() => rm(join(folder, '../../..'), { recursive: true, force: true }));
  const store = (clock?: Clock) => sessionStore(folder, clock);
  return {
    get folder() {
      return folder;
    },
    store,
    async save(one) {
      const slot = await store().open(one, never);
      await slot.save(one);
      await slot.release();
    },
    async onlyFile() {
      const names = await readdir(folder);
      assert.equal(names.length, 1, names.join());
      return join(folder, names[0] ?? '');
    },
  };
}

/** Has a file look as if it was written so long ago. */
export async function ageByDays(path: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * 86_400_000);
  await utimes(path, then, then);
}
