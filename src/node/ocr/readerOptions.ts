import type { PageCounter, Reader } from '../../core/ports.ts';

/** What every engine is made with. */
export interface ReaderOptions {
  /** Folder that the build fills with what the reading worker loads: dist/ocr. */
  readonly assetsFolder: string;
  /** Time limit of one picture, in seconds; default 60. */
  readonly timeLimit?: number;
  /** Largest picture, in pixels; default 120 million. */
  readonly pixelLimit?: number;
  /**
   * Pictures that engines of Porter's own read at the same time, each in a worker with memory of its own; default 1.
   */
  readonly jobs?: number;
}

/** The limits where nobody sets others. */
export const readingLimits = { timeLimit: 60, pixelLimit: 120_000_000 } as const;

/** An engine that keeps something running between pictures, and counts the pages of the documents that it reads. */
export interface DisposableReader extends Reader, PageCounter {
  /** Ends what it keeps; another reading would start it anew. */
  dispose(): Promise<void>;
}
