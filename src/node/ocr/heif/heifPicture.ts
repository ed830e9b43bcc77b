import type { Libheif, Pointer } from 'libheif-js/libheif-wasm/libheif.js';
import { UndecodableImage } from '../decodeImage.ts';
import type { ColourPlanes, Plane } from './shrinkPlanes.ts';

/** Enumerators of libheif/heif_image.h. */
const heifColorspaceYCbCr = 0;
const heifChromaUndefined = 99;
const channels = { luma: 0, blue: 1, red: 2 } as const;

/** Of `heif_error`, in bytes: a code, where 0 is none, another one, and where the message stands. */
const errorSize = 12;
const messageAt = 8;
/** In `heif_color_profile_nclx`, in bytes. */
const matrixAt = 12;
const fullRangeAt = 16;

/** The primary picture of a HEIC, by libheif's C API, which is done with it for good. */
export class HeifPicture {
  /** In pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  /** How many there are in the file. */
  readonly pictures: number;
  readonly #libheif: Libheif;
  readonly #handle: Pointer;
  /** Where answers are put: an error, and a pointer or a size. */
  readonly #error: Pointer;
  readonly #answer: Pointer;

  /** @throws UndecodableImage */
  constructor(libheif: Libheif, bytes: Uint8Array) {
    this.#libheif = libheif;
    this.#error = libheif._malloc(errorSize);
    this.#answer = libheif._malloc(4);
    const file = libheif._malloc(bytes.length);
    libheif.HEAPU8.set(bytes, file);
    const context = libheif._heif_context_alloc();
    libheif._heif_context_read_from_memory_without_copy(this.#error, context, file, bytes.length, 0);
    this.#check();
    libheif._heif_context_get_primary_image_handle(this.#error, context, this.#answer);
    this.#check();
    this.#handle = this.#numberAt(this.#answer);
    this.width = libheif._heif_image_handle_get_width(this.#handle);
    this.height = libheif._heif_image_handle_get_height(this.#handle);
    this.pictures = libheif._heif_context_get_number_of_top_level_images(context);
  }

  /**
   * The pixels as they are stored: in RGB they would take twice as much memory.
   *
   * @returns views of the memory of the WebAssembly.
   * @throws UndecodableImage
   */
  decode(): ColourPlanes {
    const libheif = this.#libheif;
    libheif._heif_decode_image(this.#error, this.#handle, this.#answer, heifColorspaceYCbCr, heifChromaUndefined, 0);
    this.#check();
    const image = this.#numberAt(this.#answer);
    const luma = this.#plane(image, channels.luma);
    const isGrey = libheif._heif_image_has_channel(image, channels.blue) === 0;
    const colour = isGrey
      ? undefined
      : { blue: this.#plane(image, channels.blue), red: this.#plane(image, channels.red) };
    return { luma, colour, ...this.#profile(image) };
  }

  #plane(image: Pointer, channel: number): Plane {
    const libheif = this.#libheif;
    const start = libheif._heif_image_get_plane_readonly2(image, channel, this.#answer);
    if (start === 0) throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
    const width = libheif._heif_image_get_width(image, channel);
    const height = libheif._heif_image_get_height(image, channel);
    const bits = libheif._heif_image_get_bits_per_pixel_range(image, channel);
    const stride = this.#numberAt(this.#answer);
    const { buffer } = libheif.HEAPU8;
    const size = stride * height;
    return bits > 8
      ? { data: new Uint16Array(buffer, start, size / 2), stride: stride / 2, width, height, bits }
      : { data: new Uint8Array(buffer, start, size), stride, width, height, bits };
  }

  /** What is not told is as in JPEG. */
  #profile(image: Pointer): Pick<ColourPlanes, 'matrix' | 'isFullRange'> {
    const libheif = this.#libheif;
    libheif._heif_image_get_nclx_color_profile(this.#error, image, this.#answer);
    if (this.#numberAt(this.#error) !== 0) return { matrix: undefined, isFullRange: true };
    const profile = this.#numberAt(this.#answer);
    return {
      matrix: this.#numberAt(profile + matrixAt),
      isFullRange: libheif.HEAPU8[profile + fullRangeAt] !== 0,
    };
  }

  /** @throws UndecodableImage where the last call failed. */
  #check(): void {
    if (this.#numberAt(this.#error) === 0) return;
    const bytes = this.#libheif.HEAPU8;
    const start = this.#numberAt(this.#error + messageAt);
    const message = Buffer.from(bytes.subarray(start, bytes.indexOf(0, start))).toString();
    throw new UndecodableImage({ kind: 'damaged', reason: message.trim() });
  }

  #numberAt(place: Pointer): number {
    return new DataView(this.#libheif.HEAPU8.buffer).getUint32(place, true);
  }
}
