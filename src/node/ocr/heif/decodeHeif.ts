import type { Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import { asUndecodable, checkPixels, HeavyImage, rasterSize, UndecodableImage } from '../decodeImage.ts';
import type { DecodeLimits, ImageRefusal } from '../decodeImage.ts';
import { discard } from '../promptMemory.ts';
import type { Raster } from '../sampleRegion.ts';
import { HeifPicture } from './heifPicture.ts';
import { shrinkPlanes } from './shrinkPlanes.ts';

/** What became of a HEIC. */
export type HeifAnswer =
  | {
      readonly kind: 'pixels';
      /** In memory of their own; fewer than the picture has where it is larger than is read. */
      readonly pixels: Raster & { readonly data: Uint8Array<ArrayBuffer> };
      /** Of the whole picture, in pixels. */
      readonly width: number;
      readonly height: number;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly refusal: ImageRefusal }
  /** As `HeavyImage`. */
  | { readonly kind: 'heavy' };

/**
 * Decodes the primary picture of a HEIC: turned as its properties say (the EXIF orientation of a HEIC only repeats
 * them: ISO/IEC 23008-12 §6.6.2.1).
 *
 * @param libheif is done with afterwards.
 * @param bytes in memory of their own, which is let go of.
 */
export function decodeHeif(libheif: Libheif, bytes: Uint8Array<ArrayBuffer>, limits: DecodeLimits): HeifAnswer {
  try {
    return primaryPicture(libheif, bytes, limits);
  } catch (thrown) {
    const error = asUndecodable(thrown);
    if (error instanceof HeavyImage) return { kind: 'heavy' };
    if (error instanceof UndecodableImage) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}

function primaryPicture(libheif: Libheif, bytes: Uint8Array<ArrayBuffer>, limits: DecodeLimits): HeifAnswer {
  const picture = new HeifPicture(libheif, bytes);
  discard(bytes);
  const { width, height, pictures } = picture;
  checkPixels(width, height, limits);
  const pixels = shrinkPlanes(picture.decode(), Math.floor(width / rasterSize(width, height).width));
  const notes = pictures > 1 ? [`Only the main one of its ${pictures} pictures was read.`] : [];
  return { kind: 'pixels', pixels, width, height, notes };
}
