import { defaultLanguages } from '../core/languages.ts';
import { Problem } from '../core/problem.ts';
import { ocrSpaceDefaults, ocrSpaceSecret, serviceUrlFault, type ReadingEngine } from '../core/readingEngines.ts';
import type { EngineChoice } from '../node/ocr/createReader.ts';
import { environmentSecrets } from './environmentSecrets.ts';

/** What tells `porter ocr` by which engine to read, as commander gives it. */
export interface EngineFlags {
  readonly engine: ReadingEngine;
  /** By Tesseract's names. */
  readonly lang?: readonly string[];
  readonly ocrSpaceUrl?: string;
  readonly ocrSpaceEngine?: '1' | '2' | '3';
}

/**
 * The engine that the flags name. To name one that sends pictures away is to agree to that.
 *
 * @throws Problem `settingInvalid`, `variableMissing`.
 */
export async function chosenEngine(flags: EngineFlags): Promise<EngineChoice> {
  const { engine, lang: languages = defaultLanguages, ocrSpaceUrl, ocrSpaceEngine } = flags;
  if (engine === 'local' && flags.lang)
    throw wrong('--lang', 'the engine local takes none; choose another by --engine');
  if (engine !== 'ocr.space') {
    const flag = ocrSpaceUrl !== undefined ? '--ocr-space-url' : ocrSpaceEngine && '--ocr-space-engine';
    if (flag) throw wrong(flag, 'it is for --engine ocr.space');
    return engine === 'local' ? { engine } : { engine, languages };
  }
  const url = ocrSpaceUrl ?? ocrSpaceDefaults.url;
  const fault = serviceUrlFault(url);
  if (fault !== undefined) throw wrong('--ocr-space-url', fault);
  const key = await environmentSecrets('ocr.space').get(ocrSpaceSecret, new URL(url).origin);
  const service = { url, engine: Number(ocrSpaceEngine ?? ocrSpaceDefaults.engine) as 1 | 2 | 3, key: key ?? '' };
  return { engine, languages, service };
}

function wrong(setting: string, reason: string): Problem {
  return new Problem('settingInvalid', { setting, where: 'the command line', reason });
}
