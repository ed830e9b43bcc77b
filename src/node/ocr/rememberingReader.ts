import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Source } from '../../core/model.ts';
import type { Page } from '../../core/reading/reading.ts';
import { pageSchema } from '../../core/reading/pageFrom.ts';
import { parseJson } from '../../core/parseJson.ts';
import type { Reader } from '../../core/ports.ts';
import type { BoundedFolder } from '../files/boundedFolder.ts';
import type { ContentHashes } from '../files/contentHashes.ts';
import { largestImageFile } from './imageBytes.ts';

export interface PageMemory {
  readonly folder: BoundedFolder;
  readonly hashes: ContentHashes;
  /** What else a page depends on, besides the picture and the engine: languages, the program's version. */
  readonly circumstances: string;
  /** Told when a page could not be kept. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * A reader that reads no picture twice: it knows it by its content, whatever it is called. What receipts a page shows
 * is found anew each time, so that better rules find more on it.
 */
export function rememberingReader(reader: Reader, memory: PageMemory): Reader {
  const { folder, hashes, circumstances, onTrouble } = memory;

  async function nameOf(source: Source, signal: AbortSignal): Promise<string> {
    const content = await hashes.of(source, signal);
    const key = JSON.stringify([content, reader.engine, circumstances]);
    return createHash('sha256').update(key).digest('hex');
  }

  return {
    engine: reader.engine,
    async read(source, options) {
      // It is refused; to know its content would take long.
      if (source.size > largestImageFile) return reader.read(source, options);
      const name = await nameOf(source, options.signal);
      const known = pageOf(await folder.read(name));
      if (known) return { ...known, remembered: true };
      const page = await reader.read(source, options);
      await folder.write(name, JSON.stringify(page), options.signal).catch(onTrouble);
      return page;
    },
  };
}

function pageOf(text: string | undefined): Page | undefined {
  const parsed = v.safeParse(pageSchema, text === undefined ? undefined : parseJson(text));
  return parsed.success ? parsed.output : undefined;
}
