import { randomBytes } from 'node:crypto';
import { open, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/ports.ts';
import { hasRestarted, isRunning, thisProcess, type ProcessIdentity } from './processIdentity.ts';

/** A process's wish for a lock, or its having it: a file whose name tells both. */
interface Claim {
  readonly name: string;
  readonly path: string;
  readonly owner: ProcessIdentity;
}

/** Milliseconds between touches of a claim. */
export const touchMs = 5_000;

/** Milliseconds since its last touch in which nobody asks whether a claim is still touched. */
const recentMs = 60_000;

/** Milliseconds for which a claim is watched, and between looks at it. */
const watchMs = 15_000;
const lookMs = 1_000;

/** An owner's place is that of `ProcessIdentity.host`, and of `space` right behind it. */
const claimPattern =
  /^(?<lock>[0-9a-f]+)\.\d{14}-(?<host>[0-9a-f]{12})(?<space>[0-9a-f]*)-(?<pid>\d+)-(?<start>[0-9a-f]*)-[0-9a-f]{16}\.lock$/;

/** A name that never comes twice, and sorts behind those of claims that came before. */
export async function newClaim(lock: string): Promise<string> {
  const { host, space, pid, start } = await thisProcess();
  const time = String(Date.now()).padStart(14, '0');
  return `${lock}.${time}-${host}${space}-${pid}-${start}-${randomBytes(8).toString('hex')}.lock`;
}

/**
 * Names of the claims of processes that run or may run; those of others are removed.
 *
 * @param lock undefined: of all.
 * @param own the name of one that is left out.
 */
export async function liveClaims(folder: string, lock?: string, own?: string): Promise<readonly string[]> {
  const claims: string[] = [];
  for (const { name, path, owner } of await claimsIn(folder, lock)) {
    if (name === own) continue;
    const touched = await touchedAt(path);
    if (touched === undefined) continue;
    if ((await isOwned(owner, touched)) === false) await rm(path, { force: true });
    else claims.push(name);
  }
  return claims;
}

/** Hears for how many seconds claims are watched. */
export type OnWatch = (seconds: number) => void;

/**
 * Removes claims whose processes can't be asked and touch them no more. Clocks of machines differ, and jump: so those
 * that seem to be old are watched for a while.
 *
 * @param options `lock`: its claims alone.
 * @throws AbortError
 */
export async function removeSilent(
  folder: string,
  signal: AbortSignal,
  clock: Clock,
  { lock, onWatch }: { readonly lock?: string; readonly onWatch?: OnWatch | undefined } = {},
): Promise<void> {
  const silent = new Map<string, number>();
  for (const { path, owner } of await claimsIn(folder, lock)) {
    const touched = await touchedAt(path);
    if (touched === undefined || Math.abs(Date.now() - touched) < recentMs) continue;
    if ((await isOwned(owner, touched)) === 'unknown') silent.set(path, touched);
  }
  if (silent.size > 0) onWatch?.(watchMs / 1000);
  for (let watched = 0; watched < watchMs && silent.size > 0; watched += lookMs) {
    await clock.sleep(lookMs, signal);
    for (const [path, touched] of silent) if ((await touchedAt(path)) !== touched) silent.delete(path);
  }
  for (const path of silent.keys()) await rm(path, { force: true });
}

/** Whether the owner runs. One of this one's name elsewhere touches its claim within the time that passed. */
async function isOwned(owner: ProcessIdentity, touched: number): Promise<boolean | 'unknown'> {
  const runs = await isRunning(owner);
  if (runs !== 'unknown' || Date.now() - touched < watchMs) return runs;
  return (await hasRestarted(owner, touched)) ? false : 'unknown';
}

/**
 * Shows others that its process runs.
 *
 * @returns whether it is there.
 */
export async function touch(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    return !isGone(error);
  }
}

/** In milliseconds since 1970; undefined when it is gone. */
async function touchedAt(path: string): Promise<number | undefined> {
  try {
    // NFS asks its server for times only when a file is opened.
    await using file = await open(path);
    return (await file.stat()).mtimeMs;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** ESTALE: of NFS. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESTALE');
}

async function claimsIn(folder: string, lock: string | undefined): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const name of await readdir(folder)) {
    const { lock: of, host = '', space = '', pid, start = '' } = claimPattern.exec(name)?.groups ?? {};
    if (of === undefined || (lock !== undefined && of !== lock)) continue;
    claims.push({ name, path: join(folder, name), owner: { host, space, pid: Number(pid), start } });
  }
  return claims;
}
