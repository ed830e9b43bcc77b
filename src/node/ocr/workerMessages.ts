import type { Page } from '../../core/model.ts';
import type { ImageRefusal } from './decodeImage.ts';

/** What the reading worker is started with. */
export interface WorkerSettings {
  /** Threads of the networks. */
  readonly threads: number;
}

/** One picture to read; its bytes are handed over, not copied. */
export interface ReadRequest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Width × height, at most. */
  readonly pixelLimit: number;
}

/** What the worker answers: any number of `progress`, then one of the others. */
export type ReadAnswer =
  /** Part of the work done, 0 to 1. */
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'refused'; readonly refusal: ImageRefusal }
  /** The engine, not the picture, is at fault. */
  | { readonly kind: 'failed'; readonly reason: string };
