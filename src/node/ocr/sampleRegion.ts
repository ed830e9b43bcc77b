/** A picture in memory: RGB, 8 bits each, row by row without padding. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A rectangle that may lie askew, in pixels of a raster whose y points down. */
export interface Region {
  readonly centerX: number;
  readonly centerY: number;
  /** Along the reading direction. */
  readonly width: number;
  readonly height: number;
  /** Of the reading direction, clockwise from the x axis, in radians. */
  readonly angle: number;
}

/** How a channel's bytes become what a network was trained on: `value × scale + bias`. */
interface ChannelRule {
  /** 0 red, 1 green, 2 blue. */
  readonly channel: number;
  readonly scale: number;
  readonly bias: number;
}

/** Three planes of floats, one after the other, as networks want them. */
interface PlanarTarget {
  readonly data: Float32Array;
  /** Where the first plane starts. */
  readonly offset: number;
  /** Size of what is written, in pixels. */
  readonly width: number;
  readonly height: number;
  /** From one row to the next; above `width`, the rest of a row is left as it is. */
  readonly stride: number;
  readonly planes: readonly [ChannelRule, ChannelRule, ChannelRule];
}

/** Network inputs of mean and deviation as PaddleOCR states them, for values of 0 to 1. */
export function channelRule(channel: number, mean: number, deviation: number): ChannelRule {
  return { channel, scale: 1 / (255 * deviation), bias: -mean / deviation };
}

/**
 * Draws a region upright and scaled into planes. Where it shrinks, the pixels under each target pixel are averaged;
 * beyond the raster its edge goes on.
 */
export function sampleRegion(raster: Raster, region: Region, target: PlanarTarget): void {
  const stepX = region.width / target.width;
  const stepY = region.height / target.height;
  // Sub-samples a side: enough that no source pixel is jumped over.
  const countX = Math.max(1, Math.round(stepX));
  const countY = Math.max(1, Math.round(stepY));
  const [sin, cos] = [Math.sin(region.angle), Math.cos(region.angle)];
  const planeSize = target.stride * target.height;
  const sum = new Float32Array(3);
  for (let y = 0; y < target.height; y++) {
    for (let x = 0; x < target.width; x++) {
      sum.fill(0);
      for (let i = 0; i < countY; i++) {
        const v = (y + (i + 0.5) / countY) * stepY - region.height / 2;
        for (let j = 0; j < countX; j++) {
          const u = (x + (j + 0.5) / countX) * stepX - region.width / 2;
          addPixel(raster, region.centerX + u * cos - v * sin - 0.5, region.centerY + u * sin + v * cos - 0.5, sum);
        }
      }
      const at = target.offset + y * target.stride + x;
      for (let plane = 0; plane < 3; plane++) {
        const { channel, scale, bias } = target.planes[plane] ?? target.planes[0];
        target.data[at + plane * planeSize] = ((sum[channel] ?? 0) / (countX * countY)) * scale + bias;
      }
    }
  }
}

/** Adds the pixel at a place between pixel centres, weighted by nearness (bilinear). */
function addPixel({ width, height, data }: Raster, x: number, y: number, sum: Float32Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const x0 = left < 0 ? 0 : left >= width ? width - 1 : left;
  const x1 = left + 1 < 0 ? 0 : left + 1 >= width ? width - 1 : left + 1;
  const row0 = (top < 0 ? 0 : top >= height ? height - 1 : top) * width;
  const row1 = (top + 1 < 0 ? 0 : top + 1 >= height ? height - 1 : top + 1) * width;
  const a = (row0 + x0) * 3;
  const b = (row0 + x1) * 3;
  const c = (row1 + x0) * 3;
  const d = (row1 + x1) * 3;
  for (let channel = 0; channel < 3; channel++) {
    const upper = (data[a + channel] ?? 0) * (1 - fx) + (data[b + channel] ?? 0) * fx;
    const lower = (data[c + channel] ?? 0) * (1 - fx) + (data[d + channel] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}
