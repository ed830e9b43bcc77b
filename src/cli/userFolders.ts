import envPaths from 'env-paths';
import { isAbsolute, join } from 'node:path';
import { homeFolder } from '../node/files/homeFolder.ts';

const { config, data, cache, log } = envPaths('porter', { suffix: '' });

/** The user's folders for Porter, as the system has them (XDG, AppData, Library). */
export const userFolders = {
  config: inHome(config),
  data: inHome(data),
  cache: inHome(cache),
  log: inHome(log),
};

/** Uploads under way: `~/.local/state/porter/sessions` on Linux (XDG Base Directory Specification). */
export const sessionsFolder = join(userFolders.log, 'sessions');

/** An empty HOME, and variables that the specification calls invalid, would lead below the current folder. */
function inHome(path: string): string {
  return isAbsolute(path) ? path : join(homeFolder(), path);
}
