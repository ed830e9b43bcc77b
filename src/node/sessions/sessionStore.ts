import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, throwIfAborted } from '../../core/clock.ts';
import type { Clock } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import type { SessionKey, SessionRecord, SessionSlot, SessionStore } from '../../core/transfer/sessionPort.ts';
import { unlessAborted } from '../../core/unlessAborted.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { systemReason } from '../files/systemReason.ts';
import { removeSilent, type OnWatch } from './claim.ts';
import { hasEndingLock, heldLocks, takeLock, type Lock } from './lock.ts';
import { nameOf, readSession, writeSession } from './sessionFile.ts';

const dayMs = 24 * 60 * 60_000;

/** In milliseconds since it was saved last: then it is given up. Servers forget sessions as well. */
const keptFor = 7 * dayMs;

/** In milliseconds since it was saved last: so long its server may still be told that it was given up. */
const toldFor = 365 * dayMs;

/** A record, or one that was half written when the process was killed (replaceFile.ts). */
const ownFile = /^[0-9a-f]{32}\.json(?:\.[0-9a-f]{16})?$/;

/** What is on disk at one moment, the latest first. */
interface KeptSessions extends Readonly<Record<'interrupted' | 'abandoned', readonly SessionRecord[]>> {
  /** Those that a running process has locked. */
  readonly underWay: readonly SessionRecord[];
}

/** Sessions on disk; tells those that processes have, too. */
export interface DiskSessions extends SessionStore {
  /** @throws Problem `sessionsUnreadable`, where the others find none; AbortError. */
  look(signal: AbortSignal): Promise<KeptSessions>;
  /**
   * Lets go of what processes of other machines had locked that seem to run no more; watches them for a while before,
   * where there are any.
   *
   * @throws AbortError
   */
  releaseSilent(signal: AbortSignal, onWatch?: OnWatch): Promise<void>;
  /** Whether some that are under way are interrupted in a moment: their process is about to end. */
  areEnding(): Promise<boolean>;
  /** Notes, before it returns, that this process is about to end, which interrupts what it has. */
  markEnding(): void;
}

/**
 * Uploads under way: a file each in the folder, which is made when it is needed, for this user only.
 *
 * @param onWatch hears of it when `open` waits for a process of another machine that may have the upload.
 */
export function sessionStore(folder: string, clock: Clock = systemClock, onWatch?: OnWatch): DiskSessions {
  let sweeping: Promise<void> | undefined;
  const own = new Set<Lock>();
  let isEnding = false;

  async function open(key: SessionKey, signal: AbortSignal): Promise<SessionSlot> {
    const name = nameOf(key);
    const path = join(folder, `${name}.json`);
    const lock = await onDisk(folder, async () => {
      signal.throwIfAborted();
      await makeFolder(folder, 0o700);
      await sweep(signal);
      return takeLock(folder, name, signal, clock, onWatch);
    });
    const details = { file: key.file.path, destination: key.destination };
    if (lock === undefined) throw new Problem('sessionTaken', details);
    const requireLock = async () => {
      if (!(await lock.isHeld())) throw new Problem('sessionLost', details);
    };
    own.add(lock);
    if (isEnding) lock.markEnding();
    return {
      record: await read(path, name),
      requireLock,
      async save(record) {
        await requireLock();
        await onDisk(folder, () => replaceFile(path, writeSession(record), new AbortController().signal));
      },
      async clear() {
        await requireLock();
        await rm(path, { force: true });
      },
      release: () => {
        own.delete(lock);
        return lock.release();
      },
    };
  }

  /** Once. Others may wait for it too. */
  function sweep(signal: AbortSignal): Promise<void> {
    sweeping ??= removeOld(folder, clock).catch(() => undefined);
    return unlessAborted(sweeping, signal);
  }

  async function look(signal: AbortSignal): Promise<KeptSessions> {
    await sweep(signal);
    const found: Record<keyof KeptSessions, SessionRecord[]> = { interrupted: [], abandoned: [], underWay: [] };
    const { names, held } = await listed(folder);
    for (const name of names.filter((entry) => entry.endsWith('.json')).map(nameIn)) {
      signal.throwIfAborted();
      const record = await read(join(folder, `${name}.json`), name);
      if (record === undefined) continue;
      found[held.has(name) ? 'underWay' : record.abandoned ? 'abandoned' : 'interrupted'].push(record);
    }
    for (const records of Object.values(found)) records.sort((one, other) => other.begun - one.begun);
    return found;
  }

  async function some(which: keyof KeptSessions, signal: AbortSignal): Promise<readonly SessionRecord[]> {
    try {
      return (await look(signal))[which];
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  }

  return {
    open,
    look,
    interrupted: (signal) => some('interrupted', signal),
    abandoned: (signal) => some('abandoned', signal),
    async releaseSilent(signal, onWatch) {
      await removeSilent(folder, signal, clock, { onWatch }).catch(() => undefined);
      throwIfAborted(signal);
    },
    areEnding: () => hasEndingLock(folder).catch(() => false),
    markEnding() {
      isEnding = true;
      for (const lock of own) lock.markEnding();
    },
  };
}

/**
 * The files of uploads, and the names of those that a process has. A folder that is not there holds none.
 *
 * @throws Problem `sessionsUnreadable`.
 */
async function listed(folder: string): Promise<{ names: readonly string[]; held: ReadonlySet<string> }> {
  try {
    const names = await readdir(folder);
    return { names: names.filter((name) => ownFile.test(name)), held: await heldLocks(folder) };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { names: [], held: new Set() };
    throw new Problem('sessionsUnreadable', { folder, reason: systemReason(cause) }, { cause });
  }
}

function nameIn(entry: string): string {
  return entry.slice(0, entry.indexOf('.'));
}

/** What lies there for too long, and what is of no use any more, unless a process has it. */
async function removeOld(folder: string, clock: Clock): Promise<void> {
  const { signal } = new AbortController();
  const { names, held } = await listed(folder);
  for (const entry of names) {
    const name = nameIn(entry);
    const path = join(folder, entry);
    if (held.has(name) || !(await isUseless(path, name))) continue;
    const lock = await takeLock(folder, name, signal, clock).catch(() => undefined);
    if (lock === undefined) continue;
    if (await isUseless(path, name)) await rm(path, { force: true });
    await lock.release();
  }
}

async function isUseless(path: string, name: string): Promise<boolean> {
  const age = await ageOf(path);
  if (age <= keptFor) return false;
  return age > toldFor || !path.endsWith('.json') || (await read(path, name)) === undefined;
}

/** In milliseconds; that of a file that is gone is below any. */
async function ageOf(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs;
}

async function read(path: string, name: string): Promise<SessionRecord | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const record = text === undefined ? undefined : readSession(text, name);
  return record && (await ageOf(path)) > keptFor ? { ...record, abandoned: true } : record;
}

/** @throws Problem `sessionNotKept` with where that is and what the system says; AbortError when cancelled. */
async function onDisk<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!(cause instanceof Error && 'errno' in cause && typeof cause.errno === 'number')) throw cause;
    throw new Problem('sessionNotKept', { reason: `${folder}: ${systemReason(cause)}` }, { cause });
  }
}
