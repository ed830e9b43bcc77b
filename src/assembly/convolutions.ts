/** Convolutions in fixed point: see kernels.ts. */
import { dot, storeEight, zipHigh, zipLow } from './vectors';

/** Pixels at a time: their activations stay in the first-level cache while the weights go by. */
const pixelsAtOnce: i32 = 64;

/**
 * A convolution of 1 × 1. Works on four pixels at a time: behind the last there is room for three more.
 *
 * @param weights for each eight outputs, for each two inputs, the eight pairs of weights.
 * @param inputs an even number.
 * @param outputs a multiple of 8.
 */
export function pointwise(
  x: usize,
  out: usize,
  weights: usize,
  scales: usize,
  biases: usize,
  pixels: i32,
  inputs: i32,
  outputs: i32,
  activation: i32,
  factor: f32,
  summand: f32,
): void {
  dense(x, out, weights, scales, biases, pixels, inputs << 1, 1, 0, inputs, outputs, activation, factor, summand);
}

/**
 * A convolution of 3 × 3 of all channels. Works on four pixels at a time: behind the last there is room for three more.
 *
 * @param x with a pixel of zeros around it.
 * @param weights for each eight outputs, for each two of the inputs at the nine places, the eight pairs of weights.
 * @param height of the result, as is `width`.
 * @param channels of `x`, an even number.
 * @param outputs a multiple of 8.
 */
export function convolution(
  x: usize,
  out: usize,
  weights: usize,
  scales: usize,
  biases: usize,
  height: i32,
  width: i32,
  channels: i32,
  outputs: i32,
  activation: i32,
  factor: f32,
  summand: f32,
): void {
  const pixelSize = channels << 1;
  const rowSize = (width + 2) * pixelSize;
  for (let row = 0; row < height; row++) {
    const to = out + row * width * (outputs << 1);
    // In a row, the three places follow each other.
    const from = x + row * rowSize;
    dense(from, to, weights, scales, biases, width, pixelSize, 3, rowSize, 3 * channels, outputs, activation, factor, summand);
  }
}

/**
 * What the inputs that start at each pixel, in so many rows, come to.
 *
 * @param pixelSize from one pixel to the next, in bytes.
 * @param rowSize from one row to the next, in bytes.
 * @param inputs of a row.
 */
function dense(
  x: usize,
  out: usize,
  weights: usize,
  scales: usize,
  biases: usize,
  pixels: i32,
  pixelSize: i32,
  rows: i32,
  rowSize: i32,
  inputs: i32,
  outputs: i32,
  activation: i32,
  factor: f32,
  summand: f32,
): void {
  const factors = f32x4.splat(factor);
  const summands = f32x4.splat(summand);
  const outSize = outputs << 1;
  const weightsSize = inputs << 4;
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const to = min(pixels, from + pixelsAtOnce);
    for (let output = 0; output < outputs; output += 8) {
      const scale = scales + (output << 2);
      const bias = biases + (output << 2);
      const first = weights + (output >> 3) * rows * weightsSize;
      for (let pixel = from; pixel < to; pixel += 4) {
        let low0 = i32x4.splat(0);
        let low1 = low0;
        let low2 = low0;
        let low3 = low0;
        let high0 = low0;
        let high1 = low0;
        let high2 = low0;
        let high3 = low0;
        let start = x + pixel * pixelSize;
        let weight = first;
        for (let row = 0; row < rows; row++) {
          let x0 = start;
          let x1 = x0 + pixelSize;
          let x2 = x1 + pixelSize;
          let x3 = x2 + pixelSize;
          for (const end = weight + weightsSize; weight < end; weight += 32) {
            const low = v128.load(weight);
            const high = v128.load(weight, 16);
            let pair = v128.load32_splat(x0);
            low0 = dot(low0, pair, low);
            high0 = dot(high0, pair, high);
            pair = v128.load32_splat(x1);
            low1 = dot(low1, pair, low);
            high1 = dot(high1, pair, high);
            pair = v128.load32_splat(x2);
            low2 = dot(low2, pair, low);
            high2 = dot(high2, pair, high);
            pair = v128.load32_splat(x3);
            low3 = dot(low3, pair, low);
            high3 = dot(high3, pair, high);
            x0 += 4;
            x1 += 4;
            x2 += 4;
            x3 += 4;
          }
          start += rowSize;
        }
        let to8 = out + pixel * outSize + (output << 1);
        storeEight(to8, low0, high0, scale, bias, activation, factors, summands);
        to8 += outSize;
        storeEight(to8, low1, high1, scale, bias, activation, factors, summands);
        to8 += outSize;
        storeEight(to8, low2, high2, scale, bias, activation, factors, summands);
        to8 += outSize;
        storeEight(to8, low3, high3, scale, bias, activation, factors, summands);
      }
    }
  }
}

/**
 * A convolution of each channel with itself, padded by zeros so that its size stays.
 *
 * @param weights for each place of the kernel, row by row, the weights of all channels.
 * @param channels a multiple of 16.
 * @param size of the kernel, odd.
 */
export function depthwise(
  x: usize,
  out: usize,
  weights: usize,
  scales: usize,
  biases: usize,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  strideY: i32,
  strideX: i32,
  activation: i32,
  factor: f32,
  summand: f32,
): void {
  const factors = f32x4.splat(factor);
  const summands = f32x4.splat(summand);
  const zero = i16x8.splat(0);
  const pad = size >> 1;
  const pixelSize = channels << 1;
  const outHeight = (height - 1) / strideY + 1;
  const outWidth = (width - 1) / strideX + 1;
  for (let row = 0; row < outHeight; row++) {
    const top = row * strideY - pad;
    const firstY = max(0, -top);
    const endY = min(size, height - top);
    for (let column = 0; column < outWidth; column++) {
      const left = column * strideX - pad;
      const firstX = max(0, -left);
      const endX = min(size, width - left);
      const to = out + (row * outWidth + column) * pixelSize;
      for (let channel = 0; channel < pixelSize; channel += 32) {
        let low0 = i32x4.splat(0);
        let high0 = low0;
        let low1 = low0;
        let high1 = low0;
        for (let y = firstY; y < endY; y++) {
          let at = x + ((top + y) * width + left + firstX) * pixelSize + channel;
          let weight = weights + (y * size + firstX) * pixelSize + channel;
          let left0 = endX - firstX;
          for (; left0 > 1; left0 -= 2) {
            const a0 = v128.load(at);
            const b0 = v128.load(at + pixelSize);
            const v0 = v128.load(weight);
            const w0 = v128.load(weight + pixelSize);
            low0 = dot(low0, zipLow(a0, b0), zipLow(v0, w0));
            high0 = dot(high0, zipHigh(a0, b0), zipHigh(v0, w0));
            const a1 = v128.load(at, 16);
            const b1 = v128.load(at + pixelSize, 16);
            const v1 = v128.load(weight, 16);
            const w1 = v128.load(weight + pixelSize, 16);
            low1 = dot(low1, zipLow(a1, b1), zipLow(v1, w1));
            high1 = dot(high1, zipHigh(a1, b1), zipHigh(v1, w1));
            at += pixelSize << 1;
            weight += pixelSize << 1;
          }
          if (left0 === 1) {
            const a0 = v128.load(at);
            const v0 = v128.load(weight);
            low0 = dot(low0, zipLow(a0, zero), zipLow(v0, zero));
            high0 = dot(high0, zipHigh(a0, zero), zipHigh(v0, zero));
            const a1 = v128.load(at, 16);
            const v1 = v128.load(weight, 16);
            low1 = dot(low1, zipLow(a1, zero), zipLow(v1, zero));
            high1 = dot(high1, zipHigh(a1, zero), zipHigh(v1, zero));
          }
        }
        const scale = scales + (channel << 1);
        const bias = biases + (channel << 1);
        storeEight(to + channel, low0, high0, scale, bias, activation, factors, summands);
        storeEight(to + channel + 16, low1, high1, scale + 32, bias + 32, activation, factors, summands);
      }
    }
  }
}
