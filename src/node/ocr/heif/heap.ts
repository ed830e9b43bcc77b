import type { Libheif, Pointer } from 'libheif-js/libheif-wasm/libheif.js';
import type { Plane } from './shrinkPlanes.ts';

/** An unsigned number of 32 bits. */
export function numberAt({ HEAPU8 }: Libheif, place: Pointer): number {
  return new DataView(HEAPU8.buffer).getUint32(place, true);
}

/**
 * @param stride in bytes.
 * @returns a view of the memory of the WebAssembly.
 */
export function planeAt(
  { HEAPU8: { buffer } }: Libheif,
  start: Pointer,
  stride: number,
  { width, height, bits }: Omit<Plane, 'data' | 'stride'>,
): Plane {
  const size = stride * (height - 1);
  return bits > 8
    ? { data: new Uint16Array(buffer, start, size / 2 + width), stride: stride / 2, width, height, bits }
    : { data: new Uint8Array(buffer, start, size + width), stride, width, height, bits };
}
