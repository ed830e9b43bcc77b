import { join } from 'node:path';
import { languagesToRead } from '../core/reading/languages.ts';
import { Problem } from '../core/problem.ts';
import {
  ocrSpaceDefaults,
  ocrSpaceSecret,
  serviceUrlFault,
  type ReadingEngine,
} from '../core/reading/readingEngines.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import type { NetworkAccess } from '../node/http/networkAccess.ts';
import { languageFiles } from '../node/ocr/tesseractJs/languageFiles.ts';
import { environmentSecrets } from './environmentSecrets.ts';
import type { ReceiptFlags } from './receiptFlags.ts';
import { userFolders } from './userFolders.ts';

/** What tells `porter ocr` by which engine to read, as commander gives it. */
export interface EngineFlags extends Pick<ReceiptFlags, 'lang'> {
  readonly engine: ReadingEngine;
  readonly langFolder?: string;
  readonly fetchLang?: true;
  readonly ocrSpaceUrl?: string;
  readonly ocrSpaceEngine?: '1' | '2' | '3';
}

/**
 * The engine that the flags name. To name one that sends pictures away is to agree to that.
 *
 * @throws Problem `settingInvalid`, `variableMissing`.
 */
export async function chosenEngine(
  flags: EngineFlags,
  access: NetworkAccess,
  signal: AbortSignal,
): Promise<EngineChoice> {
  const { engine, lang = [], ocrSpaceUrl, ocrSpaceEngine } = flags;
  const languages = languagesToRead(lang);
  checkOthers(flags);
  if (engine === 'local') return { engine };
  if (engine === 'tesseract') return { engine, languages: lang };
  if (engine === 'tesseract.js') {
    const source = { folder: flags.langFolder, store: join(userFolders.data, 'languages') };
    const mayFetch = () => Promise.resolve(flags.fetchLang === true);
    const files = await languageFiles(languages, source, access, { signal, mayFetch });
    if (files === undefined) throw new Problem('languageNotFetched', { languages: languages.join(', ') });
    return { engine, languageFiles: files };
  }
  const url = ocrSpaceUrl ?? ocrSpaceDefaults.url;
  const fault = serviceUrlFault(url);
  if (fault !== undefined) throw wrong('--ocr-space-url', fault);
  const key = await environmentSecrets('ocr.space').get(ocrSpaceSecret, new URL(url).origin);
  const service = { url, engine: Number(ocrSpaceEngine ?? ocrSpaceDefaults.engine) as 1 | 2 | 3, key: key ?? '' };
  return { engine, languages, service };
}

/** @throws Problem `settingInvalid` for a flag that is for another engine. */
function checkOthers({ engine, langFolder, fetchLang, ocrSpaceUrl, ocrSpaceEngine }: EngineFlags): void {
  const owners = [
    ['--lang-folder', langFolder, 'tesseract.js'],
    ['--fetch-lang', fetchLang, 'tesseract.js'],
    ['--ocr-space-url', ocrSpaceUrl, 'ocr.space'],
    ['--ocr-space-engine', ocrSpaceEngine, 'ocr.space'],
  ] as const;
  for (const [flag, value, owner] of owners) {
    if (value !== undefined && owner !== engine) throw wrong(flag, `it is for --engine ${owner}`);
  }
}

function wrong(setting: string, reason: string): Problem {
  return new Problem('settingInvalid', { setting, where: 'the command line', reason });
}
