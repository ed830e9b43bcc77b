/** What is used of libheif-js: libheif's C API (libheif/heif.h) through Emscripten. Its own types are those of another build. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** Place in the memory of the WebAssembly, in bytes. */
  type Pointer = number;

  /** A function that answers with a `heif_error` takes first where to put it. */
  interface Libheif {
    /** All of its memory: another view once it has grown. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(size: number): Pointer;
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
  }
  /** Compiles and starts it before it returns. */
  export default function startLibheif(options: { readonly wasmBinary: Uint8Array }): Libheif;
}
