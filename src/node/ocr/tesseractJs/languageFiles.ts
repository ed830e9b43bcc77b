import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { makeFolder } from '../../files/makeFolder.ts';
import { replaceFile } from '../../files/replaceFile.ts';
import type { NetworkAccess } from '../../http/networkAccess.ts';
import { checkLanguageFile } from './checkLanguageFile.ts';
import { fetchLanguage, isLanguageData } from './fetchLanguage.ts';
import { languageChecksums } from './languageChecksums.ts';

const engine = 'tesseract.js';
const ending = '.traineddata.gz';

/** Where the data of languages come from. */
export interface LanguageSource {
  /** A person's own `LANGUAGE.traineddata.gz`, which need not be those that Porter knows; absent: those of `store`. */
  readonly folder?: string | undefined;
  /** Folder in which what was fetched is kept. */
  readonly store: string;
  /** Default `https://registry.npmjs.org`. */
  readonly registry?: string;
}

/**
 * The files of the languages; what is missing in the store is fetched, once, when that is allowed.
 *
 * @returns undefined when it is not.
 * @throws Problem `languageMissing`, `engineUnreachable`, `languageDataWrong`, `languageFileUnusable`,
 *   `folderUnusable`; the signal's reason.
 */
export async function languageFiles(
  languages: readonly string[],
  { folder, store, registry = 'https://registry.npmjs.org' }: LanguageSource,
  access: NetworkAccess,
  { signal, mayFetch }: { signal: AbortSignal; mayFetch: (missing: readonly string[]) => Promise<boolean> },
): Promise<readonly string[] | undefined> {
  const known = folder === undefined ? [...languageChecksums.keys()] : await languagesIn(folder);
  const unknown = languages.find((language) => !known.includes(language));
  if (unknown !== undefined) {
    throw new Problem('languageMissing', { engine, language: unknown, known: known.sort().join(', ') || 'none' });
  }
  const pathOf = (language: string) => join(folder ?? store, language + ending);
  if (folder !== undefined) {
    for (const language of languages) await checkLanguageFile(pathOf(language), signal);
    return languages.map(pathOf);
  }
  const missing: string[] = [];
  for (const language of languages) if (!(await isKept(language, pathOf(language)))) missing.push(language);
  if (missing.length > 0 && !(await mayFetch(missing))) return undefined;
  for (const language of missing) {
    const data = await fetchLanguage(language, registry, access, signal);
    await makeFolder(store);
    await replaceFile(pathOf(language), data, signal);
  }
  return languages.map(pathOf);
}

async function languagesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  } catch (cause) {
    throw new Problem('folderUnusable', { folder, reason: 'it cannot be read' }, { cause });
  }
}

/** A file that was damaged since is fetched again. */
async function isKept(language: string, path: string): Promise<boolean> {
  try {
    return isLanguageData(language, await readFile(path));
  } catch {
    return false;
  }
}
