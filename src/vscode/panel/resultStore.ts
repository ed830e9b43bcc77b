import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { makeFolder } from '../../node/files/makeFolder.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { entrySchema } from '../../shared/protocol.ts';

/** A picture of the panel as it lies on disk. */
const recordSchema = v.object({
  version: v.literal(1),
  uri: v.string(),
  /** See `ShownReading`. */
  content: v.optional(v.string()),
  entry: entrySchema,
});
export type ResultRecord = Omit<v.InferOutput<typeof recordSchema>, 'version'>;

/**
 * Keeps what was read and corrected over a reload: one file a picture, named by its id, written whole or not at all.
 */
export class ResultStore {
  readonly #folder: string;
  /** Fulfilled when all writes so far are done: one after the other, so that the last one stays. */
  #written: Promise<unknown> = Promise.resolve();

  /** @param folder Made when something is kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The record of that id; undefined when there is none, or none that can be used. */
  async load(id: string): Promise<ResultRecord | undefined> {
    await this.#written;
    try {
      const parsed = v.safeParse(recordSchema, JSON.parse(await readFile(this.#path(id), 'utf8')));
      return parsed.success && parsed.output.entry.id === id ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  save(record: ResultRecord, signal: AbortSignal): Promise<void> {
    return this.#then(async () => {
      await makeFolder(this.#folder);
      await replaceFile(this.#path(record.entry.id), JSON.stringify({ version: 1, ...record }), signal);
    });
  }

  forget(id: string): Promise<void> {
    return this.#then(() => rm(this.#path(id), { force: true }));
  }

  #then(write: () => Promise<void>): Promise<void> {
    const done = this.#written.then(write);
    this.#written = done.catch(() => undefined);
    return done;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
