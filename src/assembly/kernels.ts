/**
 * The layers of a convolutional network in fixed point, in AssemblyScript. Activations are 16-bit integers, of which
 * each tensor has one scale, channels last; weights are 16-bit integers, of which each output channel has one scale.
 * Sums are 32-bit integers and the packing sees to it that none can overflow, so that every machine computes the same.
 *
 * All pointers are byte offsets, those of weights, scales and biases and of activations multiples of 16.
 */
export { convolution, depthwise, pointwise } from './convolutions';

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
 * The mean of each channel. Sums of 32 bits hold 65,535 pixels of the largest values: the networks excite a quarter of
 * a picture's sides at most, which is 42,500 pixels of the largest part of a map (`largestTile`).
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

/**
 * Writes each pixel as a square of so many times so many.
 *
 * @param channels a multiple of 8.
 * @param pixelSize from one pixel of `out` to the next, in bytes.
 * @param rowSize from one row of `out` to the next, in bytes.
 */
export function enlarge(x: usize, out: usize, height: i32, width: i32, channels: i32, times: i32, pixelSize: i32, rowSize: i32): void {
  const size = channels << 1;
  for (let row = 0; row < height * times; row++) {
    let at = x + row / times * width * size;
    let to = out + row * rowSize;
    for (let column = 0; column < width; column++) {
      for (let time = 0; time < times; time++) {
        for (let byte = 0; byte < size; byte += 16) v128.store(to + byte, v128.load(at + byte));
        to += pixelSize;
      }
      at += size;
    }
  }
}

/**
 * Adds to a tensor one of half its size, each pixel of which to four; what is out of range is cut off.
 *
 * @param height of the smaller one, as is `width`.
 * @param channels a multiple of 8.
 */
export function addEnlarged(x: usize, out: usize, height: i32, width: i32, channels: i32): void {
  const size = channels << 1;
  for (let row = 0; row < height << 1; row++) {
    let to = out + row * (width << 1) * size;
    for (let column = 0; column < width << 1; column++) {
      const at = x + ((row >> 1) * width + (column >> 1)) * size;
      for (let byte = 0; byte < size; byte += 16) {
        v128.store(to + byte, i16x8.add_sat_s(v128.load(to + byte), v128.load(at + byte)));
      }
      to += size;
    }
  }
}
