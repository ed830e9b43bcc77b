import type { HeifError, ImageHandle, Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import type VipsModule from 'wasm-vips';
import {
  asUndecodable,
  checkPixels,
  rasterSize,
  toRaster,
  UndecodableImage,
  type DecodeLimits,
  type Decoded,
} from '../decodeImage.ts';
import { shrinkInPlace } from './shrinkInPlace.ts';

type Vips = typeof VipsModule;

/**
 * Decodes the primary picture of a HEIC: turned as its properties say (the EXIF orientation of a HEIC only repeats
 * them: ISO/IEC 23008-12 §6.6.2.1), scaled down where it is larger than is read.
 *
 * @param libheif is done with afterwards.
 * @throws UndecodableImage, HeavyImage
 */
export function decodeHeif(vips: Vips, libheif: Libheif, bytes: Uint8Array, limits: DecodeLimits): Decoded {
  try {
    return primaryPicture(vips, libheif, bytes, limits);
  } catch (thrown) {
    throw asUndecodable(thrown);
  }
}

function primaryPicture(vips: Vips, libheif: Libheif, bytes: Uint8Array, limits: DecodeLimits): Decoded {
  const context = libheif.heif_context_alloc();
  const opened = libheif.heif_context_read_from_memory(context, bytes);
  if (opened.code !== libheif.heif_error_code.heif_error_Ok) throw damaged(opened);
  const handle = told(libheif.heif_js_context_get_primary_image_handle(context));
  const width = libheif.heif_image_handle_get_width(handle);
  const height = libheif.heif_image_handle_get_height(handle);
  checkPixels(width, height, limits);
  const pictures = libheif.heif_js_context_get_list_of_top_level_image_IDs(context).length;
  const target = rasterSize(width, height);
  const whole = vipsImage(vips, libheif, handle, Math.floor(width / target.width));
  const scaled = whole.thumbnailImage(target.width, { height: target.height, size: vips.Size.force });
  const raster = toRaster(vips, scaled);
  whole.delete();
  const notes = pictures > 1 ? [`Only the main one of its ${pictures} pictures was read.`] : [];
  return { raster, original: { width, height, scale: width / target.width, notes } };
}

function vipsImage(vips: Vips, libheif: Libheif, handle: ImageHandle, factor: number) {
  const { heif_colorspace: space, heif_chroma: chroma } = libheif;
  const { channels } = told(
    libheif.heif_js_decode_image2(handle, space.heif_colorspace_RGB, chroma.heif_chroma_interleaved_RGB),
  );
  const [pixels] = channels;
  if (pixels === undefined) throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
  const { data, width, height } = shrinkInPlace(pixels, factor);
  const image = vips.Image.newFromMemory(data, width, height, 3, vips.BandFormat.uchar);
  const colour = image.copy({ interpretation: vips.Interpretation.srgb });
  image.delete();
  return colour;
}

/** @throws UndecodableImage */
function told<T extends object>(answer: T | HeifError): T {
  if ('message' in answer) throw damaged(answer);
  return answer;
}

function damaged({ message }: HeifError): UndecodableImage {
  return new UndecodableImage({ kind: 'damaged', reason: message.trim() });
}
