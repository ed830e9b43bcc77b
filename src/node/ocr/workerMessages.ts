import type { Transferable } from 'node:worker_threads';
import type { Page } from '../../core/reading/reading.ts';
import type { Decoded, Encoded, ImageRefusal } from './decodeImage.ts';
import type { LentFile } from './lentFile.ts';

/** What the reading worker is started with. */
export interface WorkerSettings {
  /** Threads of the networks, of all workers together. */
  readonly threads: number;
  /** How many workers there are, as an Int32: each may be told of others later. Absent: there is one. */
  readonly workers?: SharedArrayBuffer | undefined;
  /** Paths of `LANGUAGE.traineddata.gz`: Tesseract reads with them. Absent: the networks read. */
  readonly languageFiles?: readonly string[] | undefined;
}

/** A picture's file. */
export interface ImageFile {
  readonly mediaType: string;
  /** In memory of their own, and handed over, not copied; or where to borrow them. */
  readonly bytes: Uint8Array<ArrayBuffer> | LentFile;
}

/** One picture. */
export interface ReadRequest {
  /**
   * What stands on it; the picture itself for viewers that don't know its format; its pixels for another engine; of a
   * PDF or TIFF how many pages it has.
   */
  readonly want: 'page' | 'picture' | 'pixels' | 'pageCount';
  /** Absent: the PDF that the request before was of, or what was decoded. */
  readonly file?: ImageFile | undefined;
  /** The picture, where another worker decoded it. */
  readonly decoded?: Decoded | undefined;
  /** Of a PDF or TIFF, from 1; absent: the first. */
  readonly page?: number | undefined;
  /** Width × height, at most. */
  readonly pixelLimit: number;
  /** Of the JPEG where the picture is wanted: it is scaled down until it has no more bytes. Absent: no limit. */
  readonly byteLimit?: number | undefined;
}

/** What the worker says: once that it is `up`, then of each picture any number of `progress` and one of the others. */
export type ReadAnswer =
  /** Its modules are loaded. */
  | { readonly kind: 'up' }
  /** Part of the work done, 0 to 1. */
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'page'; readonly page: Page }
  /** A JPEG of the upright picture, at most as large as it is read. */
  | ({ readonly kind: 'picture' } & Encoded)
  /** The upright picture, as large as it is read. */
  | ({ readonly kind: 'pixels' } & Decoded)
  | { readonly kind: 'pageCount'; readonly count: number }
  /** A page is wanted of a picture that should be decoded in a worker of its own; it is handed back. */
  | { readonly kind: 'heavy'; readonly file: ImageFile }
  | { readonly kind: 'refused'; readonly refusal: ImageRefusal }
  /** The engine, not the picture, is at fault. */
  | { readonly kind: 'failed'; readonly reason: string };

/** How many workers there are now. */
export function workerCount({ workers }: Pick<WorkerSettings, 'workers'>): number {
  return workers === undefined ? 1 : Atomics.load(new Int32Array(workers), 0);
}

/** What goes with a picture to the other thread, and is gone here. */
export function handedOver({ file, decoded }: Pick<ReadRequest, 'file' | 'decoded'>): Transferable[] {
  if (decoded) return [decoded.raster.data.buffer as ArrayBuffer];
  if (file) return [file.bytes instanceof Uint8Array ? file.bytes.buffer : file.bytes.port];
  return [];
}
