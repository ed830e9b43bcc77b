/**
 * The layers of a convolutional network in fixed point, in AssemblyScript. Activations are 16-bit integers, of which each
 * tensor has one scale, channels last; weights are 16-bit integers, of which each output channel has one scale. Sums
 * are 32-bit integers and the packing sees to it that none can overflow, so that every machine computes the same.
 *
 * All pointers are byte offsets, those of weights, scales and biases and of activations multiples of 16.
 */

// Interleaves the lower, and the upper, halves of two vectors: what dot_i16x8_s adds up stands side by side.
// @ts-ignore: decorator
@inline
function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

// @ts-ignore: decorator
@inline
function dot(sum: v128, a: v128, b: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(a, b));
}

/** `factor × f(scale × sum + bias) + summand`, where f is x · clip(x + 3, 0, 6) or x. */
// @ts-ignore: decorator
@inline
function activate(sum: v128, scale: v128, bias: v128, hardSwish: bool, factor: v128, summand: v128): v128 {
  let x = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), bias);
  if (hardSwish) {
    x = f32x4.mul(x, f32x4.max(f32x4.min(f32x4.add(x, f32x4.splat(3)), f32x4.splat(6)), f32x4.splat(0)));
  }
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.add(f32x4.mul(x, factor), summand)));
}

/** Stores eight channels whose sums, scales and biases follow each other; what is out of range is cut off. */
// @ts-ignore: decorator
@inline
function storeEight(out: usize, low: v128, high: v128, scale: usize, bias: usize, hardSwish: bool, factor: v128, summand: v128): void {
  v128.store(
    out,
    i16x8.narrow_i32x4_s(
      activate(low, v128.load(scale), v128.load(bias), hardSwish, factor, summand),
      activate(high, v128.load(scale, 16), v128.load(bias, 16), hardSwish, factor, summand),
    ),
  );
}

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
  hardSwish: bool,
  factor: f32,
  summand: f32,
): void {
  const factors = f32x4.splat(factor);
  const summands = f32x4.splat(summand);
  const pixelSize = inputs << 1;
  const outSize = outputs << 1;
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const to = min(pixels, from + pixelsAtOnce);
    for (let output = 0; output < outputs; output += 8) {
      const scale = scales + (output << 2);
      const bias = biases + (output << 2);
      const first = weights + output * pixelSize;
      const end = first + (inputs << 4);
      for (let pixel = from; pixel < to; pixel += 4) {
        let x0 = x + pixel * pixelSize;
        let x1 = x0 + pixelSize;
        let x2 = x1 + pixelSize;
        let x3 = x2 + pixelSize;
        let low0 = i32x4.splat(0);
        let low1 = low0;
        let low2 = low0;
        let low3 = low0;
        let high0 = low0;
        let high1 = low0;
        let high2 = low0;
        let high3 = low0;
        for (let weight = first; weight < end; weight += 32) {
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
        let to8 = out + pixel * outSize + (output << 1);
        storeEight(to8, low0, high0, scale, bias, hardSwish, factors, summands);
        to8 += outSize;
        storeEight(to8, low1, high1, scale, bias, hardSwish, factors, summands);
        to8 += outSize;
        storeEight(to8, low2, high2, scale, bias, hardSwish, factors, summands);
        to8 += outSize;
        storeEight(to8, low3, high3, scale, bias, hardSwish, factors, summands);
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
  hardSwish: bool,
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
        storeEight(to + channel, low0, high0, scale, bias, hardSwish, factors, summands);
        storeEight(to + channel + 16, low1, high1, scale + 32, bias + 32, hardSwish, factors, summands);
      }
    }
  }
}

/** Values of a window of `windows`: 3 planes of 3 × 3, and a zero that makes them an even number. */
const windowValues: i32 = 28;

/**
 * What a convolution of 3 × 3 and stride 2 sees at each place of three planes of floats, padded by zeros: with it, that
 * is one of 1 × 1 and 28 inputs.
 *
 * @param factor from a float to its integer.
 */
export function windows(x: usize, out: usize, height: i32, width: i32, factor: f32): void {
  const outHeight = (height + 1) >> 1;
  const outWidth = (width + 1) >> 1;
  for (let row = 0; row < outHeight; row++) {
    for (let column = 0; column < outWidth; column++) {
      let to = out + (row * outWidth + column) * (windowValues << 1);
      for (let plane = 0; plane < 3; plane++) {
        for (let y = row * 2 - 1; y < row * 2 + 2; y++) {
          for (let left = column * 2 - 1; left < column * 2 + 2; left++) {
            const isInside = <u32>y < <u32>height && <u32>left < <u32>width;
            const value = isInside ? load<f32>(x + (((plane * height + y) * width + left) << 2)) : 0;
            store<i16>(to, <i16>nearest<f32>(value * factor));
            to += 2;
          }
        }
      }
      store<i16>(to, 0);
    }
  }
}

/**
 * The mean of each channel.
 *
 * @param out floats.
 * @param channels a multiple of 8.
 * @param scale from an integer to what it stands for.
 */
export function means(x: usize, out: usize, pixels: i32, channels: i32, scale: f32): void {
  const factors = f32x4.splat(scale / <f32>pixels);
  for (let channel = 0; channel < channels; channel += 8) {
    let low = i32x4.splat(0);
    let high = low;
    let at = x + (channel << 1);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const values = v128.load(at);
      low = i32x4.add(low, i32x4.extend_low_i16x8_s(values));
      high = i32x4.add(high, i32x4.extend_high_i16x8_s(values));
      at += channels << 1;
    }
    const to = out + (channel << 2);
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(low), factors));
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(high), factors), 16);
  }
}

/**
 * Multiplies each channel by a factor, in place.
 *
 * @param factors 16-bit integers, of which two to the power of `shift` would be 1.
 * @param channels a multiple of 8.
 */
export function scaleChannels(x: usize, factors: usize, pixels: i32, channels: i32, shift: i32): void {
  const half = i32x4.splat(1 << (shift - 1));
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = x + pixel * (channels << 1);
    for (let channel = 0; channel < channels << 1; channel += 16) {
      const values = v128.load(at + channel);
      const factor = v128.load(factors + channel);
      const low = i32x4.shr_s(i32x4.add(i32x4.extmul_low_i16x8_s(values, factor), half), shift);
      const high = i32x4.shr_s(i32x4.add(i32x4.extmul_high_i16x8_s(values, factor), half), shift);
      v128.store(at + channel, i16x8.narrow_i32x4_s(low, high));
    }
  }
}

/**
 * Floats, channel by channel.
 *
 * @param scale from an integer to what it stands for.
 */
export function planes(x: usize, out: usize, pixels: i32, channels: i32, scale: f32): void {
  for (let channel = 0; channel < channels; channel++) {
    let at = x + (channel << 1);
    for (let pixel = 0; pixel < pixels; pixel++) {
      store<f32>(out, <f32>load<i16>(at) * scale);
      out += 4;
      at += channels << 1;
    }
  }
}

/**
 * Floats into integers, as they follow each other.
 *
 * @param count a multiple of 8.
 * @param factor from a float to its integer.
 */
export function integers(x: usize, out: usize, count: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let index = 0; index < count; index += 8) {
    const from = x + (index << 2);
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), factors)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from, 16), factors)));
    v128.store(out + (index << 1), i16x8.narrow_i32x4_s(low, high));
  }
}

/**
 * The largest channel of each pixel, the first of several.
 *
 * @param out 32-bit integers.
 * @param channels a multiple of 8.
 */
export function largest(x: usize, out: usize, pixels: i32, channels: i32): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    const first = x + pixel * (channels << 1);
    const end = first + (channels << 1);
    let most = v128.load(first);
    for (let at = first + 16; at < end; at += 16) most = i16x8.max_s(most, v128.load(at));
    // Halves, quarters and eighths against each other, until all lanes are the largest.
    most = i16x8.max_s(most, v128.shuffle<i16>(most, most, 4, 5, 6, 7, 0, 1, 2, 3));
    most = i16x8.max_s(most, v128.shuffle<i16>(most, most, 2, 3, 0, 1, 6, 7, 4, 5));
    most = i16x8.max_s(most, v128.shuffle<i16>(most, most, 1, 0, 3, 2, 5, 4, 7, 6));
    let at = first;
    let equal = i16x8.bitmask(i16x8.eq(most, v128.load(at)));
    while (equal === 0) {
      at += 16;
      equal = i16x8.bitmask(i16x8.eq(most, v128.load(at)));
    }
    store<i32>(out + (pixel << 2), <i32>((at - first) >> 1) + ctz(equal));
  }
}
