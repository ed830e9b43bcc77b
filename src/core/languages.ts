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

/** What a language that is none of these must look like: Tesseract's own name for its data, `chi_tra`. */
const ownName = /^[a-z]{3}(?:_[a-z]+)*$/;

/** What `parseLanguages` takes, as the end of the sentence "KEY is not right: …". */
export const languageReason = 'it must be a language like "de" or "deu", or several as "de+en"';

/** What is read for where nobody says. */
export const defaultLanguages: readonly string[] = ['eng'];

/**
 * Languages of a text like `de+en` or `deu`, by Tesseract's names for them.
 *
 * @returns undefined where it is no such text.
 */
export function parseLanguages(text: string): readonly string[] | undefined {
  const languages = text.split('+').map((name) => {
    const code = name.trim().toLowerCase();
    return tesseractCodes.get(code) ?? (ownName.test(code) ? code : undefined);
  });
  return languages.every((language) => language !== undefined) ? [...new Set(languages)] : undefined;
}
