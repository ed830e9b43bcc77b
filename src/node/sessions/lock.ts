/**
 * Locks between processes that may be killed at any time. A claim is a file with a name of its own, which tells its
 * process, and empty until that is about to end; whoever finds its claim to be the only one of a running process has the
 * lock. Of two that claim at the same time, the one that looks later sees both, so there are never two owners; and since
 * no name comes twice, removing the claim of a dead process can never remove another's.
 */
import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, thisProcess } from './processIdentity.ts';

/** Held until it is released. */
export interface Lock {
  release(): Promise<void>;
  /** Lets others know, before it returns, that this process is about to end, and the lock with it (`hasEndingLock`). */
  markEnding(): void;
}

/** Milliseconds after which the claim of a process of another machine, which can't be asked, counts no more. */
const foreignClaimAge = 24 * 60 * 60_000;

/** A claim that came first waits this long, in milliseconds, and this often for later ones to give way. */
const waitMs = 20;
const waits = 100;

const claimPattern =
  /^(?<lock>[0-9a-f]+)\.\d{14}-(?<host>[0-9a-f]+)-(?<pid>\d+)-(?<start>[0-9a-f]*)-[0-9a-f]{16}\.lock$/;

/**
 * Takes the lock, from a dead process too.
 *
 * @param name hexadecimal digits.
 * @returns undefined when a running process has it: another or this one.
 * @throws what the file system throws; AbortError when cancelled.
 */
export async function takeLock(folder: string, name: string, signal: AbortSignal): Promise<Lock | undefined> {
  const { host, pid, start } = await thisProcess();
  const time = String(Date.now()).padStart(14, '0');
  const claim = `${name}.${time}-${host}-${pid}-${start}-${randomBytes(8).toString('hex')}.lock`;
  const path = join(folder, claim);
  signal.throwIfAborted();
  await (await open(path, 'wx', 0o600)).close();
  let isMine = false;
  try {
    for (let waited = 0; waited <= waits; waited++) {
      const others = (await liveClaims(folder, name)).filter((other) => other !== claim);
      isMine = others.length === 0;
      if (isMine || others.some((other) => other < claim)) break;
      await wait(waitMs, undefined, { signal });
    }
  } finally {
    if (!isMine) await rm(path, { force: true });
  }
  return isMine ? { release: () => rm(path, { force: true }), markEnding: () => markClaim(path) } : undefined;
}

/** Names of the locks in the folder that running processes have. */
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

/** One that was released meanwhile does not come back. */
function markClaim(path: string): void {
  try {
    truncateSync(path, 1);
  } catch {
    // Then nobody waits for its end.
  }
}

/** The claims of processes that run; those of others are removed. */
async function liveClaims(folder: string, name?: string): Promise<readonly string[]> {
  const claims: string[] = [];
  for (const entry of await readdir(folder)) {
    const { lock, host = '', pid, start = '' } = claimPattern.exec(entry)?.groups ?? {};
    if (lock === undefined || (name !== undefined && lock !== name)) continue;
    const runs = await isRunning({ host, pid: Number(pid), start });
    if (runs === true || (runs === 'unknown' && (await isRecent(join(folder, entry))))) claims.push(entry);
    else await rm(join(folder, entry), { force: true });
  }
  return claims;
}

async function isRecent(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < foreignClaimAge;
}
