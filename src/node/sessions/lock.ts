/**
 * Locks between processes that may be killed at any time. A claim is a file with a name of its own, which tells its
 * process, and empty until that is about to end; whoever finds its claim to be the only one of a running process has
 * the lock. Of two that claim at the same time, the one that looks later sees both, so there are never two owners; and
 * since no name comes twice, removing the claim of a dead process can never remove another's. A process of another
 * machine or container can't be asked: it touches its claim while it runs, and looks, before it makes use of the lock,
 * whether it was taken for dead.
 */
import { truncateSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/ports.ts';
import { liveClaims, newClaim, removeSilent, touch, touchMs, type OnWatch } from './claim.ts';

/** Held until it is released, or for as long as its process does not stand still. */
export interface Lock {
  /** False when another process may have it, as this one stood still. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
  /** Lets others know, before it returns, that this process is about to end, and the lock with it (`hasEndingLock`). */
  markEnding(): void;
}

/** A claim that came first waits this long, in milliseconds, and this often for later ones to give way. */
const waitMs = 20;
const waits = 100;

/**
 * Takes the lock, from a dead process too.
 *
 * @param name hexadecimal digits.
 * @param onWatch hears of it when that takes a while.
 * @returns undefined when a running process has it: another or this one.
 * @throws what the file system throws; AbortError when cancelled.
 */
export async function takeLock(
  folder: string,
  name: string,
  signal: AbortSignal,
  clock: Clock = systemClock,
  onWatch?: OnWatch,
): Promise<Lock | undefined> {
  const claim = await newClaim(name);
  const path = join(folder, claim);
  signal.throwIfAborted();
  await (await open(path, 'wx', 0o600)).close();
  const touching = touchAgain(path, clock);
  const release = async () => {
    touching[Symbol.dispose]();
    await rm(path, { force: true });
  };
  let isMine = false;
  try {
    for (let waited = 0; waited <= waits; waited++) {
      const others = await liveClaims(folder, name, claim);
      isMine = others.length === 0;
      if (isMine || (waited > 0 && others.some((other) => other < claim))) break;
      if (waited === 0) await removeSilent(folder, signal, clock, { lock: name, onWatch });
      await clock.sleep(waitMs, signal);
    }
  } finally {
    if (!isMine) await release();
  }
  return isMine ? { isHeld: () => touch(path), release, markEnding: () => markClaim(path) } : undefined;
}

/**
 * Names of the locks in the folder that processes have which run or may run.
 *
 * @throws what the file system throws.
 */
export async function heldLocks(folder: string): Promise<ReadonlySet<string>> {
  const claims = await liveClaims(folder);
  return new Set(claims.map((claim) => claim.slice(0, claim.indexOf('.'))));
}

/** Whether a running process that has locks in the folder is about to end. */
export async function hasEndingLock(folder: string): Promise<boolean> {
  for (const claim of await liveClaims(folder)) {
    const { size } = await stat(join(folder, claim)).catch(() => ({ size: 0 }));
    if (size > 0) return true;
  }
  return false;
}

/** One at a time, as a disk may stand still. */
function touchAgain(path: string, clock: Clock): Disposable {
  let isTouching = false;
  return clock.every(touchMs, () => {
    if (isTouching) return;
    isTouching = true;
    void touch(path).then(() => (isTouching = false));
  });
}

/** One that was released meanwhile does not come back. */
function markClaim(path: string): void {
  try {
    truncateSync(path, 1);
  } catch {
    // Then nobody waits for its end.
  }
}
