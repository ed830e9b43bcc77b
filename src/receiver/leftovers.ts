import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Who is writing: this process on this machine. A process id alone comes back after a restart. */
function owner(): { host: string; pid: number; started: number } {
  return {
    host: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
    pid: process.pid,
    started: Math.round(performance.timeOrigin),
  };
}

/** Name of the folder in which a file is written until it is complete; it tells whose it is. */
export function incomingFolderName(id: string): string {
  const { host, pid, started } = owner();
  return `.incoming-${host}-${pid}-${started}-${id}`;
}

/** In milliseconds: no upload takes a week. */
const forgottenAfter = 7 * 24 * 60 * 60 * 1000;

/** Removes what receivers that are no longer running were writing in this folder; the others' files stay. */
export async function removeLeftovers(folder: string, signal: AbortSignal): Promise<void> {
  for (const name of await readdir(folder)) {
    signal.throwIfAborted();
    const path = join(folder, name);
    if (await isLeftover(name, path)) await rm(path, { recursive: true, force: true });
  }
}

async function isLeftover(name: string, path: string): Promise<boolean> {
  const match = /^\.incoming-([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{32}$/.exec(name);
  if (match === null) return false;
  const self = owner();
  const pid = Number(match[2]);
  if (match[1] === self.host) {
    if (pid === self.pid) return Number(match[3]) !== self.started;
    if (!isRunning(pid)) return true;
  }
  // Another machine's over a shared disk, or a process that got the number of one that crashed.
  try {
    return Date.now() - (await stat(path)).mtimeMs > forgottenAfter;
  } catch {
    return false; // It was moved to its place in this moment.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
