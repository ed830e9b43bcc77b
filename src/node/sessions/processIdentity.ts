import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** A process as others can recognise it: a pid alone is given again to another one. */
export interface ProcessIdentity {
  /** Of the machine's name, which may change, and may be that of others. */
  readonly host: string;
  /**
   * Of a start of the system and a namespace of pids in it (pid_namespaces(7)), where a pid is that of one process;
   * empty where the system does not tell.
   */
  readonly space: string;
  readonly pid: number;
  /** Of the time when it started; empty where the system does not tell. */
  readonly start: string;
}

/** Ticks of Proc_pid_stat(5) a second: USER_HZ. */
const ticks = 100;

export async function thisProcess(): Promise<ProcessIdentity> {
  const seen = await lookUp(process.pid);
  return { ...(await thisPlace()), pid: process.pid, start: seen === 'ended' ? '' : seen };
}

/** Whether it still runs; `unknown` when it is one of another machine or container. */
export async function isRunning(other: ProcessIdentity): Promise<boolean | 'unknown'> {
  const here = await thisPlace();
  const isHere = other.space === '' ? other.host === here.host : other.space === here.space;
  if (!isHere) return 'unknown';
  const seen = await lookUp(other.pid);
  if (seen === 'ended') return false;
  return seen === '' || other.start === '' || seen === other.start;
}

/**
 * Whether this machine or container, by its name, was started since then.
 *
 * @param time in milliseconds since 1970.
 */
export async function hasRestarted({ host }: ProcessIdentity, time: number): Promise<boolean> {
  return host === digest(hostname()) && time < (await systemStart());
}

async function thisPlace(): Promise<Pick<ProcessIdentity, 'host' | 'space'>> {
  const host = digest(hostname());
  try {
    return { host, space: digest(`${await bootId()} ${await readlink('/proc/self/ns/pid')}`) };
  } catch {
    return { host, space: '' };
  }
}

/** When this machine or container was started, in milliseconds since 1970: its first process. */
async function systemStart(): Promise<number> {
  try {
    const [first, own] = await Promise.all([statOf(1), statOf(process.pid)]);
    return performance.timeOrigin - ((own.start - first.start) / ticks) * 1000;
  } catch {
    return 0;
  }
}

function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'latin1');
}

/**
 * Proc_pid_stat(5): after the name, which may hold anything, the 1st field is the state and the 20th the start, in
 * ticks.
 */
async function statOf(pid: number): Promise<{ readonly state: string; readonly start: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: Number(fields[19]) };
}

async function lookUp(pid: number): Promise<string> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended';
  }
  return process.platform === 'linux' ? lookUpInProc(pid) : lookUpByPs(pid);
}

async function lookUpInProc(pid: number): Promise<string> {
  try {
    const [{ state, start }, boot] = await Promise.all([statOf(pid), bootId()]);
    // A zombie was killed; that its parent did not look yet makes no difference.
    return state === 'Z' || state === 'X' ? 'ended' : digest(`${boot} ${start}`);
  } catch {
    return '';
  }
}

async function lookUpByPs(pid: number): Promise<string> {
  try {
    // The same time of the same process is to be told alike, whoever asks.
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { timeout: 5000, env });
    return digest(stdout.trim());
  } catch {
    return '';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
