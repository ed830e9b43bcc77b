/** What is used of libheif-js: libheif's C API (libheif/heif.h) through Emscripten. Its own types are those of another build. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** Pointers into the memory of the WebAssembly. */
  type Context = object;
  type ImageHandle = object;
  type DecodedImage = object;
  type ErrorCode = object;

  interface HeifError {
    readonly code: ErrorCode;
    readonly message: string;
  }
  interface Channel {
    readonly width: number;
    readonly height: number;
    /** Bytes from one row to the next. */
    readonly stride: number;
    /** A view of the memory of the WebAssembly. */
    readonly data: Uint8Array;
  }
  interface Decoded {
    readonly image: DecodedImage;
    readonly channels: readonly Channel[];
  }
  interface Libheif {
    readonly heif_error_code: { readonly heif_error_Ok: ErrorCode };
    readonly heif_colorspace: { readonly heif_colorspace_RGB: object };
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: object };
    heif_context_alloc(): Context;
    heif_context_read_from_memory(context: Context, file: Uint8Array): HeifError;
    heif_js_context_get_list_of_top_level_image_IDs(context: Context): readonly number[];
    heif_js_context_get_primary_image_handle(context: Context): ImageHandle | HeifError;
    /** In pixels, after the rotation that the file asks for. */
    heif_image_handle_get_width(image: ImageHandle): number;
    heif_image_handle_get_height(image: ImageHandle): number;
    heif_js_decode_image2(image: ImageHandle, colorspace: object, chroma: object): Decoded | HeifError;
  }
  /** Compiles and starts it before it returns. */
  export default function startLibheif(options: { readonly wasmBinary: Uint8Array }): Libheif;
}
