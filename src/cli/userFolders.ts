import envPaths from 'env-paths';

/** The user's folders for Porter, as the system has them (XDG, AppData, Library). */
export const userFolders = envPaths('porter', { suffix: '' });
