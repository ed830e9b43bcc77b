import envPaths from 'env-paths';
import { join } from 'node:path';

/** The user's folders for Porter, as the system has them (XDG, AppData, Library). */
export const userFolders = envPaths('porter', { suffix: '' });

/** Uploads under way: `~/.local/state/porter/sessions` on Linux (XDG Base Directory Specification). */
export const sessionsFolder = join(userFolders.log, 'sessions');
