/** Pixels of three bytes. */
export interface Pixels {
  readonly data: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Averages squares of pixels, and leaves no room between rows. The result stands at the start of the memory that it was
 * made of, so that a large picture is not copied whole; what is left of a square at the right and the bottom is cut off.
 *
 * @param stride bytes from one row to the next.
 * @param factor side of a square, at least 1.
 */
export function shrinkInPlace(
  { data, width, height, stride }: Pixels & { readonly stride: number },
  factor: number,
): Pixels {
  const [newWidth, newHeight] = [Math.floor(width / factor), Math.floor(height / factor)];
  const count = factor * factor;
  let to = 0;
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let row = 0; row < factor; row++) {
        let from = (y * factor + row) * stride + x * factor * 3;
        for (let column = 0; column < factor; column++) {
          red += data[from++] ?? 0;
          green += data[from++] ?? 0;
          blue += data[from++] ?? 0;
        }
      }
      data[to++] = red / count;
      data[to++] = green / count;
      data[to++] = blue / count;
    }
  }
  return { data: data.subarray(0, to), width: newWidth, height: newHeight };
}
