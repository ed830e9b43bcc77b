import { readFileSync } from 'node:fs';

/**
 * How many files and connections this process may have open at a time (proc_pid_limits(5)); undefined where the system
 * does not tell.
 */
export function openFilesLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
