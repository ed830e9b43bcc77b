import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** A process as others can recognise it: a pid alone is given again to another one. */
export interface ProcessIdentity {
  /** Tells machines that share a folder from one another. */
  readonly host: string;
  readonly pid: number;
  /** Of the time when it started; empty where the system does not tell. */
  readonly start: string;
}

export async function thisProcess(): Promise<ProcessIdentity> {
  const seen = await lookUp(process.pid);
  return { host: digest(hostname()), pid: process.pid, start: seen === 'ended' ? '' : seen };
}

/** Whether it still runs; `unknown` when it is one of another machine. */
export async function isRunning(other: ProcessIdentity): Promise<boolean | 'unknown'> {
  if (other.host !== digest(hostname())) return 'unknown';
  const seen = await lookUp(other.pid);
  if (seen === 'ended') return false;
  return seen === '' || other.start === '' || seen === other.start;
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

/** Proc_pid_stat(5): after the name, which may hold anything, the 1st field is the state and the 20th the start. */
async function lookUpInProc(pid: number): Promise<string> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie was killed; that its parent did not look yet makes no difference.
    if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
    return digest(`${boot} ${fields[19] ?? ''}`);
  } catch {
    return '';
  }
}

async function lookUpByPs(pid: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { timeout: 5000 });
    return digest(stdout.trim());
  } catch {
    return '';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
