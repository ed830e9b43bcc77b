/** What the kernels do with vectors of 128 bits. */

// Interleaves the lower, and the upper, halves of two vectors: what dot_i16x8_s adds up stands side by side.
// @ts-ignore: decorator
@inline
export function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
export function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

// @ts-ignore: decorator
@inline
export function dot(sum: v128, a: v128, b: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(a, b));
}

/** What comes behind a convolution: nothing, x · clip(x + 3, 0, 6), or what is above zero of x. */
export const hardSwish: i32 = 1;
export const relu: i32 = 2;

/** `factor × f(scale × sum + bias) + summand`, where f is the activation. */
// @ts-ignore: decorator
@inline
export function activate(sum: v128, scale: v128, bias: v128, activation: i32, factor: v128, summand: v128): v128 {
  let x = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), bias);
  if (activation === hardSwish) {
    x = f32x4.mul(x, f32x4.max(f32x4.min(f32x4.add(x, f32x4.splat(3)), f32x4.splat(6)), f32x4.splat(0)));
  } else if (activation === relu) {
    x = f32x4.max(x, f32x4.splat(0));
  }
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.add(f32x4.mul(x, factor), summand)));
}

/** Stores eight channels whose sums, scales and biases follow each other; what is out of range is cut off. */
// @ts-ignore: decorator
@inline
export function storeEight(out: usize, low: v128, high: v128, scale: usize, bias: usize, activation: i32, factor: v128, summand: v128): void {
  v128.store(
    out,
    i16x8.narrow_i32x4_s(
      activate(low, v128.load(scale), v128.load(bias), activation, factor, summand),
      activate(high, v128.load(scale, 16), v128.load(bias, 16), activation, factor, summand),
    ),
  );
}
