import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's own; where HOME names none, empty as it may be, the one that the system has. Never the current folder. */
export function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}

/** A path that a setting names: what begins with `~/` is in the user's folder. */
export function inHome(path: string): string {
  return path.startsWith('~/') ? join(homeFolder(), path.slice(2)) : path;
}
