import type { HeifError, ImageHandle, Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import { asUndecodable, checkPixels, HeavyImage, rasterSize, UndecodableImage } from '../decodeImage.ts';
import type { DecodeLimits, ImageRefusal } from '../decodeImage.ts';
import { shrinkInPlace, type Pixels } from './shrinkInPlace.ts';

/** What became of a HEIC. */
export type HeifAnswer =
  | {
      readonly kind: 'pixels';
      /** In memory of their own; fewer than the picture has where it is larger than is read. */
      readonly pixels: Pixels & { readonly data: Uint8Array<ArrayBuffer> };
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
 */
export function decodeHeif(libheif: Libheif, bytes: Uint8Array, limits: DecodeLimits): HeifAnswer {
  try {
    return primaryPicture(libheif, bytes, limits);
  } catch (thrown) {
    const error = asUndecodable(thrown);
    return error instanceof HeavyImage ? { kind: 'heavy' } : { kind: 'refused', refusal: error.refusal };
  }
}

function primaryPicture(libheif: Libheif, bytes: Uint8Array, limits: DecodeLimits): HeifAnswer {
  const context = libheif.heif_context_alloc();
  const opened = libheif.heif_context_read_from_memory(context, bytes);
  if (opened.code !== libheif.heif_error_code.heif_error_Ok) throw damaged(opened);
  const handle = told(libheif.heif_js_context_get_primary_image_handle(context));
  const width = libheif.heif_image_handle_get_width(handle);
  const height = libheif.heif_image_handle_get_height(handle);
  checkPixels(width, height, limits);
  const pictures = libheif.heif_js_context_get_list_of_top_level_image_IDs(context).length;
  const pixels = shrunk(libheif, handle, Math.floor(width / rasterSize(width, height).width));
  const notes = pictures > 1 ? [`Only the main one of its ${pictures} pictures was read.`] : [];
  return { kind: 'pixels', pixels: { ...pixels, data: new Uint8Array(pixels.data) }, width, height, notes };
}

/** @returns pixels in the memory of the WebAssembly. */
function shrunk(libheif: Libheif, handle: ImageHandle, factor: number): Pixels {
  const { heif_colorspace: space, heif_chroma: chroma } = libheif;
  const { channels } = told(
    libheif.heif_js_decode_image2(handle, space.heif_colorspace_RGB, chroma.heif_chroma_interleaved_RGB),
  );
  const [pixels] = channels;
  if (pixels === undefined) throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
  return shrinkInPlace(pixels, factor);
}

/** @throws UndecodableImage */
function told<T extends object>(answer: T | HeifError): T {
  if ('message' in answer) throw damaged(answer);
  return answer;
}

function damaged({ message }: HeifError): UndecodableImage {
  return new UndecodableImage({ kind: 'damaged', reason: message.trim() });
}
