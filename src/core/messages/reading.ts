/** Pictures and the engines that read them. */
export interface ReadingProblems {
  notAnImage: { file: string; mediaType: string };
  imageTypeUnsupported: { file: string; mediaType: string };
  imageFileTooLarge: { file: string; size: number; limit: number };
  imageTooLarge: { file: string; width: number; height: number; megapixels: number };
  imageDamaged: { file: string; reason: string };
  pdfLocked: { file: string };
  readingTimedOut: { file: string; seconds: number };
  /** A warning: its text was read. */
  noReceipt: { file: string };
  anotherReceipt: { file: string };
  engineFailed: { engine: string; reason: string };
  /** The command that it is. */
  engineMissing: { engine: string; command: string };
  languageMissing: { engine: string; language: string; known: string };
  /** Nobody agreed to fetch the data of these languages. */
  languageNotFetched: { languages: string };
  /** One that a person named. */
  languageFileUnusable: { file: string; reason: string };
  languageDataWrong: { language: string; host: string; reason: string };
  oneLanguageOnly: { engine: string; languages: string };
  engineUnreachable: { engine: string; host: string; reason: string };
  /** The key is wrong, or too much was asked for with it: the service does not tell these apart. */
  engineKeyRefused: { engine: string; status: number; reason: string };
  engineLimited: { engine: string; file: string; status: number; reason: string; when: string };
  engineUnavailable: { engine: string; file: string; status: number; when: string };
  /** It redirects, and no picture follows. */
  engineMoved: { engine: string; file: string; host: string; place: string };
  engineRefused: { engine: string; file: string; reason: string };
  pageInvalid: { file: string; reason: string };
}

export const readingProblems: Readonly<Record<keyof ReadingProblems, string>> = {
  notAnImage: '{file} is {mediaType}, not a picture. Choose a JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF or PDF.',
  imageTypeUnsupported: '{file} is {mediaType}, which is not supported yet. Convert it to JPEG or PNG first.',
  imageFileTooLarge: '{file} has {size}; pictures are read up to {limit}. Scale it down, or save it as JPEG first.',
  imageTooLarge:
    '{file} has {width} × {height} pixels, above the limit of {megapixels} megapixels. Scale it down first.',
  imageDamaged: '{file} is damaged ({reason}). Try to open it in a viewer, or make it again.',
  pdfLocked: '{file} is locked with a password. Save a copy without one, and read that.',
  noReceipt: 'No receipt was found in {file}.',
  anotherReceipt: 'There is another receipt in {file}; the left or upper one is read.',
  readingTimedOut:
    '{file} took longer than {seconds} s to read, so reading it was stopped. Try a smaller picture, or allow more time (porter.reading.timeLimit, --time-limit).',
  engineFailed: 'The reading engine {engine} stopped ({reason}). Try again; the next picture gets a new one.',
  engineMissing:
    'The reading engine {engine} is not installed: there is no command {command} on the PATH. Install it, or choose another engine.',
  languageMissing:
    'The reading engine {engine} has no data for the language {language}; it has: {known}. Install its data where the engine is yours, or choose another language.',
  languageNotFetched:
    'The data for {languages} are not here yet. Have them fetched once from npm with --fetch-lang, or name a folder that has them with --lang-folder.',
  languageFileUnusable:
    '{file} cannot be used by tesseract.js: {reason}. Put the file of tessdata_best there again, compressed by gzip, or choose another folder.',
  languageDataWrong:
    'What {host} gave as data for the language {language} is not used: {reason}. Try again later, or name a folder that has the data.',
  oneLanguageOnly: 'The reading engine {engine} takes one language at a time, not {languages}. Choose one of them.',
  engineUnreachable:
    'The reading engine {engine} cannot be reached at {host}: {reason}. Check the network and its address, or choose another engine.',
  engineKeyRefused:
    '{engine} takes no picture with this key now (status {status}{reason}). Check the key; if it is right, its limit is used up: try again later.',
  engineLimited:
    '{file} was not read: the limit of {engine} is used up (status {status}{reason}). Try again {when}, or choose another engine.',
  engineUnavailable:
    '{file} was not read: {engine} failed (status {status}). Try again {when}, or choose another engine.',
  engineMoved:
    '{file} was not sent to {engine}: {host} redirects to {place}, where pictures are not sent. Sign in if the network asks for that, or correct the engine’s address.',
  engineRefused: '{file} was not read by {engine}: {reason}. Try again later, or choose another engine.',
  pageInvalid: '{file} is no page: {reason}. Give a record of “porter ocr --json”.',
};
