import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Memento, Uri } from 'vscode';

/** Where the window without a folder keeps the name of its own. */
const nameKey = 'windowName';
/** Milliseconds after which what a window without a folder kept is deleted: nobody opens it again. */
const unusedMs = 30 * 24 * 3600 * 1000;

/**
 * The folder on disk for what belongs to the window, the same after a reload. To windows in which no folder is open the
 * editor gives none: on the desktop each has one of its own among what is kept for all. In a browser they share one, as
 * they share their `workspaceState`.
 */
export function windowFolder({ storageUri, globalStorageUri, workspaceState }: WindowStorage): string {
  if (storageUri) return storageUri.fsPath;
  const known = workspaceState.get<string>(nameKey);
  const name = known ?? randomUUID();
  // Where the editor cannot keep the name, the window has another folder after a reload.
  if (known === undefined) workspaceState.update(nameKey, name).then(undefined, () => undefined);
  return join(globalStorageUri.fsPath, 'windows', name);
}

/**
 * Notes that the window's folder is used, and deletes those of other windows without a folder that were not for 30
 * days.
 *
 * @param now milliseconds since 1970.
 * @throws what the file system throws.
 */
export async function forgetOldWindows(storage: WindowStorage, now: number): Promise<void> {
  if (storage.storageUri) return;
  const own = windowFolder(storage);
  const windows = dirname(own);
  const names = await readdir(windows).catch(() => []);
  for (const name of names) {
    const folder = join(windows, name);
    if (folder === own) await utimes(own, now / 1000, now / 1000);
    else if ((await lastUsed(folder)) < now - unusedMs) await rm(folder, { recursive: true, force: true });
  }
}

/** When the folder or one in it was changed last, in milliseconds since 1970. */
async function lastUsed(folder: string): Promise<number> {
  const times = ['', ...(await readdir(folder))].map(async (name) => (await stat(join(folder, name))).mtimeMs);
  return Math.max(...(await Promise.all(times)));
}

/** Of an `ExtensionContext`. */
export interface WindowStorage {
  readonly storageUri: Folder | undefined;
  readonly globalStorageUri: Folder;
  readonly workspaceState: Pick<Memento, 'get' | 'update'>;
}

type Folder = Pick<Uri, 'fsPath'>;
