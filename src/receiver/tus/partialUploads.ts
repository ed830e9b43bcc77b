import { open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import { makeFolder } from '../../node/files/makeFolder.ts';
import { syncFolder } from '../../node/files/syncFolder.ts';
import { systemClock } from '../../core/clock.ts';
import { removeSilent } from '../../node/sessions/claim.ts';
import { heldLocks } from '../../node/sessions/lock.ts';
import { isMissing, newId, type FileStore } from '../fileStore.ts';
import { appendBody } from './appendBody.ts';
import type { Checksum } from './tusHeaders.ts';

/** An upload that was begun and is not complete. */
export interface PartialUpload {
  /** 128 random bits in hexadecimal: also the stored file's in the end. */
  readonly id: string;
  /** Safe. */
  readonly name: string;
  /** Of the whole file, in bytes. */
  readonly length: number;
  /** `Upload-Metadata` as the client wrote it. */
  readonly metadata: string;
  /** Bytes that are there. */
  readonly offset: number;
  /** Where they are. */
  readonly path: string;
}

/** In milliseconds since a byte came last: as long as clients remember what they began (sessionStore.ts). */
const keptFor = 7 * 24 * 60 * 60_000;

const stateSchema = v.object({ name: v.string(), length: v.number(), metadata: v.string() });

/**
 * Uploads under way, each in a folder: `state.json`, `data/<name>`, and `unchecked` while bytes come whose checksum was
 * not compared yet. What is there counts, so that a receiver that was killed has lost nothing.
 */
export class PartialUploads {
  readonly #folder: string;
  readonly #store: FileStore;

  /** @param store in whose folder they lie, and where they go in the end. */
  constructor(store: FileStore) {
    this.#folder = join(store.folder, '.uploads');
    this.#store = store;
  }

  /** Where they lie. */
  get folder(): string {
    return this.#folder;
  }

  /** `name` must be safe. @throws what the file system throws. */
  async create(upload: Pick<PartialUpload, 'name' | 'length' | 'metadata'>): Promise<PartialUpload> {
    const id = newId();
    const folder = join(this.#folder, id);
    const path = join(folder, 'data', upload.name);
    await makeFolder(join(folder, 'data'), 0o700);
    await (await open(path, 'wx', 0o600)).close();
    const { name, length, metadata } = upload;
    await writeFile(join(folder, 'state.json'), JSON.stringify({ name, length, metadata }), {
      flag: 'wx',
      mode: 0o600,
    });
    return { ...upload, id, offset: 0, path };
  }

  /** As it is on disk; undefined when there is none, or it is complete. Only for who has the turn. */
  async find(id: string): Promise<PartialUpload | undefined> {
    const folder = join(this.#folder, id);
    try {
      const state = v.parse(
        v.pipe(v.string(), v.parseJson(), stateSchema),
        await readFile(join(folder, 'state.json'), 'utf8'),
      );
      const path = join(folder, 'data', state.name);
      if (await this.#isExpired(id)) {
        await this.remove(id);
        return undefined;
      }
      await forgetUnchecked(folder, path);
      const { size } = await stat(path);
      return { ...state, id, path, offset: size };
    } catch (error) {
      // It was moved to its place, or nothing but its folder was there when the receiver was killed.
      if (isMissing(error) || error instanceof v.ValiError) return undefined;
      throw error;
    }
  }

  /**
   * Adds bytes at the end, as many as come: also where they break off, all that came are kept, but for those that were
   * to be checked.
   *
   * @throws Problem `partDamaged`, `diskFull`, `requestInvalid` for more than the upload's length; what the body
   *   throws.
   */
  async append(
    upload: PartialUpload,
    body: Readable,
    checksum: Checksum | undefined,
    signal: AbortSignal,
  ): Promise<PartialUpload> {
    const { offset, length, path } = upload;
    const unchecked = join(this.#folder, upload.id, 'unchecked');
    if (checksum) await writeFile(unchecked, String(offset));
    let isRight = false;
    try {
      const appended = await appendBody(path, body, { offset, most: length - offset, checksum, signal });
      isRight = true;
      return { ...upload, offset: offset + appended };
    } finally {
      if (checksum) {
        if (!isRight) await truncate(path, offset);
        await rm(unchecked);
      }
    }
  }

  /** Puts a complete one where stored files are. It is safe on disk then, also from a power cut. */
  async complete({ id, path }: PartialUpload): Promise<void> {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    const data = join(this.#folder, id, 'data');
    await syncFolder(data);
    await this.#store.adopt(id, data);
    await this.remove(id);
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  /** Removes those to which nothing was added for a week, unless a receiver works on them. */
  async removeExpired(signal: AbortSignal): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    if (names.length === 0) return;
    await removeSilent(this.#folder, signal, systemClock);
    const held = await heldLocks(this.#folder);
    for (const id of names.filter(isId)) {
      signal.throwIfAborted();
      if (!held.has(id) && (await this.#isExpired(id))) await this.remove(id);
    }
  }

  /** When it will be gone if nothing is added. */
  expiryFrom(now: number): Date {
    return new Date(now + keptFor);
  }

  async #isExpired(id: string): Promise<boolean> {
    const folder = join(this.#folder, id);
    const data = await readdir(join(folder, 'data')).catch(() => []);
    const times = await Promise.all([folder, ...data.map((name) => join(folder, 'data', name))].map(modifiedAt));
    return Math.max(...times) < Date.now() - keptFor;
  }
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** What was written and not compared to its checksum when the receiver was killed. */
async function forgetUnchecked(folder: string, path: string): Promise<void> {
  const text = await readFile(join(folder, 'unchecked'), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text === undefined) return;
  // An empty one was just being written: nothing came yet.
  if (/^\d+$/.test(text)) await truncate(path, Number(text));
  await rm(join(folder, 'unchecked'));
}

async function modifiedAt(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: -Infinity }));
  return mtimeMs;
}
