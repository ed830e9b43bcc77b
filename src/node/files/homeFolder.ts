import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/** The user's own; where HOME names none, empty as it may be, the one that the system has. Never the current folder. */
export function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}
