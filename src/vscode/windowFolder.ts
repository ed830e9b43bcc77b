import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Memento, Uri } from 'vscode';

/** Where the window without a folder keeps the name of its own. */
const nameKey = 'windowName';

/**
 * The folder on disk for what belongs to the window, the same after a reload. To windows in which no folder is open the
 * editor gives none: each has one of its own among what is kept for all.
 */
export function windowFolder({ storageUri, globalStorageUri, workspaceState }: WindowStorage): string {
  if (storageUri) return storageUri.fsPath;
  const known = workspaceState.get<string>(nameKey);
  const name = known ?? randomUUID();
  if (known === undefined) void workspaceState.update(nameKey, name);
  return join(globalStorageUri.fsPath, 'windows', name);
}

/** Of an `ExtensionContext`. */
export interface WindowStorage {
  readonly storageUri: Folder | undefined;
  readonly globalStorageUri: Folder;
  readonly workspaceState: Pick<Memento, 'get' | 'update'>;
}

type Folder = Pick<Uri, 'fsPath'>;
