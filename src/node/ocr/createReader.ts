import type { ReadingEngine } from '../../core/readingEngines.ts';
import { localReader } from './localReader.ts';
import type { DisposableReader, ReaderOptions } from './readerOptions.ts';

/** Which engine is to read. */
export interface EngineChoice {
  readonly engine: ReadingEngine;
  /** By Tesseract's names (languages.ts); the local engine reads the same whatever they are. */
  readonly languages: readonly string[];
}

/**
 * The engine that was chosen.
 *
 * @throws Problem `engineMissing`, `engineFailed`, `languageMissing`; the signal's reason.
 */
export async function createReader(
  { engine, languages }: EngineChoice,
  options: ReaderOptions,
  signal: AbortSignal,
): Promise<DisposableReader> {
  switch (engine) {
    case 'local':
      return localReader(options);
    case 'tesseract': {
      const { tesseractReader } = await import('./tesseract/tesseractReader.ts');
      return tesseractReader(languages, options, signal);
    }
  }
}
