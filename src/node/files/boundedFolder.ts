import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './makeFolder.ts';
import { replaceFile } from './replaceFile.ts';

interface FolderLimits {
  /** In bytes, of all texts together. */
  readonly size: number;
  /** In milliseconds since a text was written or read last. */
  readonly age: number;
}

/** After so many texts it is looked whether there are too many. */
const writesBetweenLooks = 20;

/**
 * Keeps small texts in files of a folder of its own, which only this user may read, each written whole or not at all.
 * Those that nobody asked for longest go when there are too many. Several processes may share it.
 */
export class BoundedFolder {
  readonly #folder: string;
  readonly #limits: FolderLimits;
  #writes = 0;

  /** @param folder Made when something is kept. */
  constructor(folder: string, limits: FolderLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /**
   * @param name of hexadecimal digits.
   * @returns undefined where there is none that can be read, or it was not used for too long.
   */
  async read(name: string): Promise<string | undefined> {
    const path = this.#path(name);
    try {
      const { mtimeMs } = await stat(path);
      if (mtimeMs < this.#oldest) {
        await this.remove(name);
        return undefined;
      }
      const text = await readFile(path, 'utf8');
      const now = new Date();
      await utimes(path, now, now);
      return text;
    } catch {
      return undefined;
    }
  }

  /** @throws what the file system throws; the signal's reason. */
  async write(name: string, text: string, signal: AbortSignal): Promise<void> {
    await makeFolder(this.#folder, 0o700);
    await replaceFile(this.#path(name), text, signal);
    if (this.#writes++ % writesBetweenLooks === 0) await this.#makeRoom();
  }

  /** @throws what the file system throws. */
  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  /** @throws what the file system throws. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #makeRoom(): Promise<void> {
    const names = await readdir(this.#folder);
    const files = await Promise.all(names.map((name) => fileAt(join(this.#folder, name))));
    const newestFirst = files.filter((file) => file !== undefined).sort((one, other) => other.used - one.used);
    let size = 0;
    for (const file of newestFirst) {
      size += file.size;
      if (size > this.#limits.size || file.used < this.#oldest) await rm(file.path, { force: true });
    }
  }

  /** What was used before then is too old, in milliseconds since the epoch. */
  get #oldest(): number {
    return Date.now() - this.#limits.age;
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** undefined when another process has removed it. */
async function fileAt(path: string) {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, size, used: mtimeMs };
  } catch {
    return undefined;
  }
}
