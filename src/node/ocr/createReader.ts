import { localReader } from './localReader.ts';
import type { NetworkAccess } from './networkAccess.ts';
import type { OcrSpaceSettings } from './ocrSpace/ocrSpaceReader.ts';
import type { DisposableReader, ReaderOptions } from './readerOptions.ts';

/** Which engine is to read, and what it needs to know; languages by Tesseract's names (languages.ts). */
export type EngineChoice =
  | { readonly engine: 'local' }
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
    case 'tesseract': {
      const { tesseractReader } = await import('./tesseract/tesseractReader.ts');
      return tesseractReader(choice.languages, options, signal);
    }
    case 'tesseract.js': {
      const { tesseractJsReader } = await import('./tesseractJs/tesseractJsReader.ts');
      return tesseractJsReader(choice.languageFiles, options);
    }
    case 'ocr.space': {
      const { ocrSpaceReader } = await import('./ocrSpace/ocrSpaceReader.ts');
      return ocrSpaceReader(choice.service, choice.languages, options, access);
    }
  }
}
