import assert from 'node:assert/strict';
import type { Libheif, Pointer } from 'libheif-js/libheif-wasm/libheif.js';
import { numberAt, planeAt } from '../../../src/node/ocr/heif/heap.ts';
import type { ColourPlanes } from '../../../src/node/ocr/heif/shrinkPlanes.ts';
import { asStored } from '../../../src/node/ocr/heif/view.ts';

/** Enumerators of libheif/heif_image.h. */
const [yCbCr, monochrome, undefinedChroma] = [0, 2, 99] as const;

/** The primary picture of a HEIC, all of which libheif does, with as many copies as it likes. */
export function planesByLibheif(libheif: Libheif, bytes: Uint8Array): ColourPlanes {
  const [error, answer, other, file] = [12, 4, 4, bytes.length].map((size) => libheif._malloc(size)) as
    [Pointer, Pointer, Pointer, Pointer]; // prettier-ignore
  const answered = () => {
    assert.equal(numberAt(libheif, error), 0);
    return numberAt(libheif, answer);
  };
  libheif.HEAPU8.set(bytes, file);
  const context = libheif._heif_context_alloc();
  libheif._heif_context_read_from_memory_without_copy(error, context, file, bytes.length, 0);
  libheif._heif_context_get_primary_image_handle(error, context, answer);
  const handle = answered();
  libheif._heif_image_handle_get_preferred_decoding_colorspace(error, handle, answer, other);
  const isGrey = answered() === monochrome;
  libheif._heif_decode_image(error, handle, answer, isGrey ? monochrome : yCbCr, undefinedChroma, 0);
  const image = answered();
  const plane = (channel: number) => {
    const start = libheif._heif_image_get_plane_readonly2(image, channel, answer);
    return planeAt(libheif, start, numberAt(libheif, answer), {
      width: libheif._heif_image_get_width(image, channel),
      height: libheif._heif_image_get_height(image, channel),
      bits: libheif._heif_image_get_bits_per_pixel_range(image, channel),
    });
  };
  const luma = plane(0);
  libheif._heif_image_get_nclx_color_profile(error, image, answer);
  // It tells none of grey.
  const profile = isGrey ? undefined : answered();
  return {
    luma,
    colour: isGrey ? undefined : { blue: plane(1), red: plane(2) },
    matrix: profile && numberAt(libheif, profile + 12),
    isFullRange: profile === undefined || libheif.HEAPU8[profile + 16] !== 0,
    view: asStored(luma.width, luma.height),
  };
}
