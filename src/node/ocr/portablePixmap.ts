import type { Raster } from './sampleRegion.ts';

/** The format of pixels as they are, ppm(5). */
export function portablePixmap({ width, height, data }: Raster): Uint8Array {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]);
}
