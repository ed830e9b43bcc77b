import type { Libheif, Pointer } from 'libheif-js/libheif-wasm/libheif.js';
import { UndecodableImage } from '../decodeImage.ts';
import { numberAt, planeAt } from './heap.ts';
import { decodeFrame } from './hevcFrame.ts';
import { hevcUnits, type Span } from './hevcUnits.ts';
import type { ColourPlanes, Plane, Planes } from './shrinkPlanes.ts';
import { asStored, cropped, mirrored, turned, type View } from './view.ts';

/** Enumerators of libheif/heif_image.h. */
const heifColorspaceYCbCr = 0;
const heifColorspaceMonochrome = 2;
const heifChromaUndefined = 99;
const channels = { luma: 0, blue: 1, red: 2 } as const;
/** Types of properties and items, and an enumerator of libheif/heif_properties.h. */
const [irot, imir, clap, grid] = ['irot', 'imir', 'clap', 'grid'].map(fourCharacters);
const mirrorHorizontal = 1;

/** Of `heif_error`, in bytes: a code, where 0 is none, another one, and where the message stands. */
const errorSize = 12;
const messageAt = 8;
/** In `heif_color_profile_nclx`, in bytes. */
const matrixAt = 12;
const fullRangeAt = 16;
/** In `heif_decoding_options`, in bytes. */
const ignoreTransformationsAt = 1;

/** The primary picture of a HEIC, by libheif's C API, which is done with it for good. */
export class HeifPicture {
  /** In pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  /** How many there are in the file. */
  readonly pictures: number;
  readonly #libheif: Libheif;
  readonly #file: Pointer;
  readonly #fileSize: number;
  readonly #context: Pointer;
  readonly #handle: Pointer;
  /** Where answers are put: an error, and up to four numbers. */
  readonly #error: Pointer;
  readonly #answer: Pointer;

  /** @throws UndecodableImage */
  constructor(libheif: Libheif, bytes: Uint8Array) {
    this.#libheif = libheif;
    this.#error = libheif._malloc(errorSize);
    this.#answer = libheif._malloc(16);
    this.#file = libheif._malloc(bytes.length);
    this.#fileSize = bytes.length;
    libheif.HEAPU8.set(bytes, this.#file);
    this.#context = libheif._heif_context_alloc();
    libheif._heif_context_read_from_memory_without_copy(this.#error, this.#context, this.#file, bytes.length, 0);
    this.#check();
    libheif._heif_context_get_primary_image_handle(this.#error, this.#context, this.#answer);
    this.#check();
    this.#handle = this.#numberAt(this.#answer);
    this.width = libheif._heif_image_handle_get_width(this.#handle);
    this.height = libheif._heif_image_handle_get_height(this.#handle);
    this.pictures = libheif._heif_context_get_number_of_top_level_images(this.#context);
  }

  /**
   * The pixels as they are stored, and what is shown of them: in RGB, or turned, there would be another copy of them.
   *
   * @returns views of the memory of the WebAssembly.
   * @throws UndecodableImage
   */
  decode(): ColourPlanes {
    const libheif = this.#libheif;
    const item = libheif._heif_image_handle_get_item_id(this.#handle);
    const units = hevcUnits(Buffer.from(libheif.HEAPU8.buffer, this.#file, this.#fileSize), item);
    // What other items are made of may ask to be turned as well.
    const isPlain = units !== undefined || libheif._heif_item_get_item_type(this.#context, item) === grid;
    const planes = units ? this.#decodeFrame(units) : this.#decodeByLibheif(isPlain);
    const stored = asStored(planes.luma.width, planes.luma.height);
    return { ...planes, view: isPlain ? this.#view(item, stored) : stored };
  }

  #decodeFrame(units: readonly Span[]): Planes {
    const libheif = this.#libheif;
    const frame = decodeFrame(libheif, this.#file, units);
    const isAsTold =
      frame.luma.width === libheif._heif_image_handle_get_ispe_width(this.#handle) &&
      frame.luma.height === libheif._heif_image_handle_get_ispe_height(this.#handle);
    if (!isAsTold) throw new UndecodableImage({ kind: 'damaged', reason: 'it has another size than its file says' });
    libheif._heif_image_handle_get_nclx_color_profile(this.#error, this.#handle, this.#answer);
    return { ...frame, ...this.#profile() };
  }

  /** @param isAsStored it is neither turned nor cropped. */
  #decodeByLibheif(isAsStored: boolean): Planes {
    const libheif = this.#libheif;
    const [colorspace, chroma] = [this.#answer, this.#answer + 4];
    libheif._heif_image_handle_get_preferred_decoding_colorspace(this.#error, this.#handle, colorspace, chroma);
    // Of grey it makes no Y′CbCr.
    const wanted =
      this.#numberAt(colorspace) === heifColorspaceMonochrome ? heifColorspaceMonochrome : heifColorspaceYCbCr;
    const options = libheif._heif_decoding_options_alloc();
    libheif.HEAPU8[options + ignoreTransformationsAt] = isAsStored ? 1 : 0;
    libheif._heif_decode_image(this.#error, this.#handle, this.#answer, wanted, heifChromaUndefined, options);
    this.#check();
    const image = this.#numberAt(this.#answer);
    const luma = this.#plane(image, channels.luma);
    const isGrey = libheif._heif_image_has_channel(image, channels.blue) === 0;
    const colour = isGrey
      ? undefined
      : { blue: this.#plane(image, channels.blue), red: this.#plane(image, channels.red) };
    libheif._heif_image_get_nclx_color_profile(this.#error, image, this.#answer);
    // What is not told is as in JPEG.
    return { luma, colour, ...(this.#profile() ?? { matrix: undefined, isFullRange: true }) };
  }

  /** What the properties of the item make of it. */
  #view(item: number, stored: View): View {
    const libheif = this.#libheif;
    const count = libheif._heif_item_get_transformation_properties(this.#context, item, 0, 0);
    const list = libheif._malloc(4 * count);
    libheif._heif_item_get_transformation_properties(this.#context, item, list, count);
    let view = stored;
    for (let index = 0; index < count; index++) {
      view = this.#changed(view, item, this.#numberAt(list + 4 * index));
    }
    return view;
  }

  #changed(view: View, item: number, property: number): View {
    const libheif = this.#libheif;
    switch (libheif._heif_item_get_property_type(this.#context, item, property)) {
      case irot:
        return turned(view, libheif._heif_item_get_property_transform_rotation_ccw(this.#context, item, property));
      case imir: {
        const direction = libheif._heif_item_get_property_transform_mirror(this.#context, item, property);
        return mirrored(view, direction === mirrorHorizontal ? 'leftAndRight' : 'topAndBottom');
      }
      case clap:
        return this.#cropped(view, item, property);
      default:
        return view;
    }
  }

  #cropped(view: View, item: number, property: number): View {
    const borders = [0, 4, 8, 12].map((offset) => this.#answer + offset);
    this.#libheif._heif_item_get_property_transform_crop_borders(
      this.#context,
      item,
      property,
      view.across.count,
      view.down.count,
      ...(borders as [Pointer, Pointer, Pointer, Pointer]),
    );
    const [left = 0, top = 0, right = 0, bottom = 0] = borders.map((place) => Math.max(0, this.#numberAt(place) | 0));
    const shown = cropped(view, left, top, right, bottom);
    if (shown.across.count > 0 && shown.down.count > 0) return shown;
    throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
  }

  #plane(image: Pointer, channel: number): Plane {
    const libheif = this.#libheif;
    const start = libheif._heif_image_get_plane_readonly2(image, channel, this.#answer);
    if (start === 0) throw new UndecodableImage({ kind: 'damaged', reason: 'it has no pixels' });
    return planeAt(libheif, start, this.#numberAt(this.#answer), {
      width: libheif._heif_image_get_width(image, channel),
      height: libheif._heif_image_get_height(image, channel),
      bits: libheif._heif_image_get_bits_per_pixel_range(image, channel),
    });
  }

  /** What was answered last, where it was no error. */
  #profile(): Pick<ColourPlanes, 'matrix' | 'isFullRange'> | undefined {
    if (this.#numberAt(this.#error) !== 0) return undefined;
    const profile = this.#numberAt(this.#answer);
    return {
      matrix: this.#numberAt(profile + matrixAt),
      isFullRange: this.#libheif.HEAPU8[profile + fullRangeAt] !== 0,
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
    return numberAt(this.#libheif, place);
  }
}

/** A type as ISO/IEC 14496-12 has it. */
function fourCharacters(type: string): number {
  return Buffer.from(type, 'latin1').readInt32BE();
}
