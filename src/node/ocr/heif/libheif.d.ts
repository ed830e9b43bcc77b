/**
 * What is used of libheif-js: the C APIs of libheif (libheif/heif.h) and libde265 (libde265/de265.h) through
 * Emscripten. Its own types are those of another build.
 */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** Place in the memory of the WebAssembly, in bytes. */
  type Pointer = number;

  /** A function that answers with a `heif_error` takes first where to put it. */
  interface Libheif {
    /** All of its memory: another view once it has grown. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(size: number): Pointer;
    _free(place: Pointer): void;
    _heif_context_alloc(): Pointer;
    _heif_context_read_from_memory_without_copy(
      error: Pointer,
      context: Pointer,
      file: Pointer,
      size: number,
      options: Pointer,
    ): void;
    _heif_context_get_number_of_top_level_images(context: Pointer): number;
    _heif_context_get_primary_image_handle(error: Pointer, context: Pointer, handle: Pointer): void;
    /** In pixels, after the rotation that the file asks for. */
    _heif_image_handle_get_width(handle: Pointer): number;
    _heif_image_handle_get_height(handle: Pointer): number;
    /** In pixels, as the file says they are stored. */
    _heif_image_handle_get_ispe_width(handle: Pointer): number;
    _heif_image_handle_get_ispe_height(handle: Pointer): number;
    _heif_image_handle_get_item_id(handle: Pointer): number;
    /** @param colorspace where to put it, as the other one. */
    _heif_image_handle_get_preferred_decoding_colorspace(
      error: Pointer,
      handle: Pointer,
      colorspace: Pointer,
      chroma: Pointer,
    ): void;
    _heif_image_handle_get_nclx_color_profile(error: Pointer, handle: Pointer, profile: Pointer): void;
    /** @returns how many there are; as many as `count` are put into the list, if there is one. */
    _heif_item_get_transformation_properties(context: Pointer, item: number, list: Pointer, count: number): number;
    _heif_item_get_property_type(context: Pointer, item: number, property: number): number;
    /** In degrees. */
    _heif_item_get_property_transform_rotation_ccw(context: Pointer, item: number, property: number): number;
    _heif_item_get_property_transform_mirror(context: Pointer, item: number, property: number): number;
    /** In pixels, of a picture of that size. */
    _heif_item_get_property_transform_crop_borders(
      context: Pointer,
      item: number,
      property: number,
      width: number,
      height: number,
      left: Pointer,
      top: Pointer,
      right: Pointer,
      bottom: Pointer,
    ): void;
    _heif_item_get_item_type(context: Pointer, item: number): number;
    _heif_decoding_options_alloc(): Pointer;
    _heif_decode_image(
      error: Pointer,
      handle: Pointer,
      image: Pointer,
      colorspace: number,
      chroma: number,
      options: Pointer,
    ): void;
    _heif_image_has_channel(image: Pointer, channel: number): number;
    _heif_image_get_width(image: Pointer, channel: number): number;
    _heif_image_get_height(image: Pointer, channel: number): number;
    _heif_image_get_bits_per_pixel_range(image: Pointer, channel: number): number;
    /** @param stride where to put it: bytes from one row to the next. */
    _heif_image_get_plane_readonly2(image: Pointer, channel: number, stride: Pointer): Pointer;
    /** @param profile where to put a pointer to it. */
    _heif_image_get_nclx_color_profile(error: Pointer, image: Pointer, profile: Pointer): void;
    _de265_new_decoder(): Pointer;
    _de265_set_parameter_bool(decoder: Pointer, parameter: number, value: number): void;
    /** Copies it. */
    _de265_push_NAL(decoder: Pointer, data: Pointer, size: number, time: number, timeHigh: number, user: Pointer): void;
    /** Says that there is no more. */
    _de265_flush_data(decoder: Pointer): void;
    /**
     * @param more where to put whether it is to be called again.
     * @returns 0 where there was no error.
     */
    _de265_decode(decoder: Pointer, more: Pointer): number;
    /** @returns 0 where there is none. */
    _de265_get_next_picture(decoder: Pointer): Pointer;
    _de265_get_chroma_format(picture: Pointer): number;
    _de265_get_image_width(picture: Pointer, channel: number): number;
    _de265_get_image_height(picture: Pointer, channel: number): number;
    _de265_get_bits_per_pixel(picture: Pointer, channel: number): number;
    /** @param stride as above. */
    _de265_get_image_plane(picture: Pointer, channel: number, stride: Pointer): Pointer;
    _de265_get_image_matrix_coefficients(picture: Pointer): number;
    _de265_get_image_full_range_flag(picture: Pointer): number;
  }
  /** Compiles and starts it before it returns. */
  export default function startLibheif(options: { readonly wasmBinary: Uint8Array }): Libheif;
}
