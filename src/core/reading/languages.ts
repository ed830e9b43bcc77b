import { Problem } from '../problem.ts';

/** Languages that an engine is told to look for: ISO 639-1 as people write them, and what Tesseract calls them. */
const tesseractCodes: ReadonlyMap<string, string> = new Map([
  ['ar', 'ara'],
  ['bg', 'bul'],
  ['cs', 'ces'],
  ['da', 'dan'],
  ['de', 'deu'],
  ['el', 'ell'],
  ['en', 'eng'],
  ['es', 'spa'],
  ['fi', 'fin'],
  ['fr', 'fra'],
  ['hi', 'hin'],
  ['hr', 'hrv'],
  ['hu', 'hun'],
  ['id', 'ind'],
  ['it', 'ita'],
  ['ja', 'jpn'],
  ['ko', 'kor'],
  ['ms', 'msa'],
  ['nl', 'nld'],
  ['no', 'nor'],
  ['pl', 'pol'],
  ['pt', 'por'],
  ['ro', 'ron'],
  ['ru', 'rus'],
  ['sl', 'slv'],
  ['sv', 'swe'],
  ['ta', 'tam'],
  ['th', 'tha'],
  ['tr', 'tur'],
  ['uk', 'ukr'],
  ['vi', 'vie'],
  ['zh', 'chi_sim'],
]);

/** What OCR.space calls those that it reads (https://ocr.space/ocrapi, "language"), by Tesseract's names. */
const ocrSpaceCodes: ReadonlyMap<string, string> = new Map([
  ...['ara', 'bul', 'dan', 'eng', 'fin', 'hrv', 'hun', 'ita', 'jpn', 'kor', 'pol', 'por'].map(sameName),
  ...['rus', 'slv', 'spa', 'swe', 'tha', 'tur', 'ukr'].map(sameName),
  ['ces', 'cze'],
  ['chi_sim', 'chs'],
  ['chi_tra', 'cht'],
  ['deu', 'ger'],
  ['ell', 'gre'],
  ['fra', 'fre'],
  ['nld', 'dut'],
  ['vie', 'vnm'],
]);

function sameName(code: string): readonly [string, string] {
  return [code, code];
}

/** What a language that is none of these must look like: Tesseract's own name for its data, `chi_tra`. */
const ownName = /^[a-z]{3}(?:_[a-z]+)*$/;

/** What `parseLanguages` takes, as the end of the sentence "KEY is not right: …". */
export const languageReason = 'it must be a language like "de" or "deu", several as "de+en", or "auto"';

/** For which labels are read in all languages. */
const autoLanguage = 'auto';

/** What an engine reads that must be told: English where no language is named. */
export function languagesToRead(named: readonly string[]): readonly string[] {
  return named.length > 0 ? named : ['eng'];
}

/**
 * Languages of a text like `de+en` or `deu`, by Tesseract's names for them; none for `auto`.
 *
 * @returns undefined where it is neither.
 */
export function parseLanguages(text: string): readonly string[] | undefined {
  if (text.trim().toLowerCase() === autoLanguage) return [];
  const languages = text.split('+').map((name) => {
    // Of a tag with a region (BCP 47) its language: that of de-DE.
    const code = name
      .trim()
      .toLowerCase()
      .replace(/^([a-z]{2})-[a-z]{2}$/, '$1');
    return tesseractCodes.get(code) ?? (ownName.test(code) ? code : undefined);
  });
  return languages.every((language) => language !== undefined) ? [...new Set(languages)] : undefined;
}

/**
 * The one language of Tesseract's names, as OCR.space calls it.
 *
 * @throws Problem `oneLanguageOnly`, `languageMissing`.
 */
export function ocrSpaceLanguage(languages: readonly string[]): string {
  const engine = 'ocr.space';
  const [language = '', ...more] = languages;
  if (more.length > 0) throw new Problem('oneLanguageOnly', { engine, languages: languages.join(', ') });
  const code = ocrSpaceCodes.get(language);
  if (code !== undefined) return code;
  throw new Problem('languageMissing', { engine, language, known: [...ocrSpaceCodes.keys()].sort().join(', ') });
}
