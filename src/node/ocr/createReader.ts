import { localReader } from './localReader.ts';
import type { NetworkAccess } from '../http/networkAccess.ts';
import { ocrSpaceReader, type OcrSpaceSettings } from './ocrSpace/ocrSpaceReader.ts';
import type { DisposableReader, ReaderOptions } from './readerOptions.ts';
import { tesseractReader } from './tesseract/tesseractReader.ts';
import { tesseractJsReader } from './tesseractJs/tesseractJsReader.ts';

/** Which engine is to read, and what it needs to know; languages by Tesseract's names (languages.ts). */
export type EngineChoice =
  | { readonly engine: 'local' }
  /** No language: that of the page. */
  | { readonly engine: 'tesseract'; readonly languages: readonly string[] }
  /** Paths of `LANGUAGE.traineddata.gz`, see languageFiles.ts. */
  | { readonly engine: 'tesseract.js'; readonly languageFiles: readonly string[] }
  | { readonly engine: 'ocr.space'; readonly languages: readonly string[]; readonly service: OcrSpaceSettings };

/**
 * The engine that was chosen.
 *
 * @throws Problem `engineMissing`, `engineFailed`, `languageMissing`, `oneLanguageOnly`; the signal's reason.
 */
export async function createReader(
  choice: EngineChoice,
  options: ReaderOptions,
  access: NetworkAccess,
  signal: AbortSignal,
): Promise<DisposableReader> {
  switch (choice.engine) {
    case 'local':
      return localReader(options);
    case 'tesseract':
      return tesseractReader(choice.languages, options, signal);
    case 'tesseract.js':
      return tesseractJsReader(choice.languageFiles, options);
    case 'ocr.space':
      return ocrSpaceReader(choice.service, choice.languages, options, access);
  }
}
