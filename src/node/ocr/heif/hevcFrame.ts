import type { Libheif, Pointer } from 'libheif-js/libheif-wasm/libheif.js';
import { UndecodableImage } from '../decodeImage.ts';
import { numberAt, planeAt } from './heap.ts';
import type { Span } from './hevcUnits.ts';
import type { Plane, Planes } from './shrinkPlanes.ts';

/** Enumerators of libde265/de265.h. */
const disableDeblocking = 7;
const disableSampleAdaptiveOffset = 8;
const monochrome = 0;

/**
 * Decodes a frame by libde265 itself: libheif would make a copy of its planes, and keep both until it is done.
 *
 * @param file where it is in the memory of the WebAssembly; it is let go of.
 * @param units of the file, as `hevcUnits` finds them.
 * @returns views of the memory of the WebAssembly.
 * @throws UndecodableImage
 */
export function decodeFrame(libheif: Libheif, file: Pointer, units: readonly Span[]): Planes {
  const decoder = libheif._de265_new_decoder();
  // As libheif does here: they take longer than all the rest, and blur away little.
  libheif._de265_set_parameter_bool(decoder, disableDeblocking, 1);
  libheif._de265_set_parameter_bool(decoder, disableSampleAdaptiveOffset, 1);
  for (const { start, end } of units) libheif._de265_push_NAL(decoder, file + start, end - start, 0, 0, 0);
  libheif._free(file);
  libheif._de265_flush_data(decoder);
  const answer = libheif._malloc(4);
  const picture = firstPicture(libheif, decoder, answer);
  const plane = (channel: number) => planeOf(libheif, picture, channel, answer);
  const isGrey = libheif._de265_get_chroma_format(picture) === monochrome;
  return {
    luma: plane(0),
    colour: isGrey ? undefined : { blue: plane(1), red: plane(2) },
    matrix: libheif._de265_get_image_matrix_coefficients(picture),
    isFullRange: libheif._de265_get_image_full_range_flag(picture) !== 0,
  };
}

function firstPicture(libheif: Libheif, decoder: Pointer, more: Pointer): Pointer {
  let error: number;
  let picture: Pointer;
  do {
    error = libheif._de265_decode(decoder, more);
    picture = libheif._de265_get_next_picture(decoder);
  } while (picture === 0 && error === 0 && numberAt(libheif, more) !== 0);
  if (picture === 0) throw new UndecodableImage({ kind: 'damaged', reason: 'its pixels cannot be decoded' });
  return picture;
}

function planeOf(libheif: Libheif, picture: Pointer, channel: number, stride: Pointer): Plane {
  const start = libheif._de265_get_image_plane(picture, channel, stride);
  return planeAt(libheif, start, numberAt(libheif, stride), {
    width: libheif._de265_get_image_width(picture, channel),
    height: libheif._de265_get_image_height(picture, channel),
    bits: libheif._de265_get_bits_per_pixel(picture, channel),
  });
}
