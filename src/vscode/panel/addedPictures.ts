import { createHash } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../core/problem.ts';
import { safeName } from '../../core/safeName.ts';
import { makeFolder } from '../../node/files/makeFolder.ts';
import { largestAdded } from '../../shared/protocol.ts';
import type { Added } from '../../shared/protocol.ts';
import { windowFolder, type WindowStorage } from '../windowFolder.ts';

/** The folder of a window for pictures that are pasted or dropped as files. */
export function addedFolder(storage: WindowStorage): string {
  return join(windowFolder(storage), 'added');
}

/** Whether the path is that of a picture that was kept in the folder. */
export function isAdded(path: string, folder: string): boolean {
  return dirname(dirname(path)) === folder;
}

/**
 * Keeps pictures that were pasted or dropped as files, so that they are read and shown as all others are. Each has a
 * folder that is named by its content: the same picture is the same file.
 */
export class AddedPictures {
  readonly #folder: string;

  /** @param folder Made when something is kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @returns the file's path.
   * @throws Problem `addedTooLarge`, `addedUnreadable`.
   */
  async keep(name: string, content: Added): Promise<string> {
    const file = safeName(name);
    switch (content.kind) {
      case 'tooLarge':
        throw new Problem('addedTooLarge', { file, size: content.size, limit: largestAdded });
      case 'unreadable':
        throw new Problem('addedUnreadable', { file, reason: content.reason });
      case 'bytes':
        return this.#write(file, content.bytes);
    }
  }

  /**
   * Deletes those of the files that are kept here, and that are not shown: a document is one file for all its pages.
   *
   * @param shown paths too.
   */
  async forget(paths: readonly string[], shown: readonly string[]): Promise<void> {
    for (const path of paths) {
      if (!isAdded(path, this.#folder) || shown.includes(path)) continue;
      await rm(dirname(path), { recursive: true, force: true });
    }
  }

  async #write(file: string, bytes: Uint8Array): Promise<string> {
    const folder = join(this.#folder, createHash('sha256').update(bytes).digest('hex').slice(0, 32));
    await makeFolder(folder);
    const [known] = await readdir(folder);
    const path = join(folder, known ?? file);
    await writeFile(path, bytes, { mode: 0o600 });
    return path;
  }
}
