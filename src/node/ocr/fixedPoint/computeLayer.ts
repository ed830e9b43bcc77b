import { activations, type KernelMemory } from './kernelMemory.ts';
import type { ExciteLayer, PackedLayer } from './layers.ts';

/** Of a tensor, channels last. */
export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Computes layers one after the other.
 *
 * @param places two to take turns; the first layer's input is in the first.
 * @returns where the result is, and its shape.
 */
export function computeLayers(
  memory: KernelMemory,
  layers: readonly PackedLayer[],
  input: Shape,
  places: readonly [number, number],
): { readonly at: number; readonly shape: Shape } {
  let [at, other] = places;
  let shape = input;
  for (const layer of layers) {
    computeLayer(memory, layer, shape, at, other);
    shape = shapeAfter(layer, shape);
    if (layer.kind !== 'excite') [at, other] = [other, at];
  }
  return { at, shape };
}

/** @param to another place than `from`; excitation works in place, and has the other for itself. */
function computeLayer(
  memory: KernelMemory,
  layer: PackedLayer,
  { channels, height, width }: Shape,
  from: number,
  to: number,
): void {
  const { kernels } = memory;
  const pixels = height * width;
  switch (layer.kind) {
    case 'windows':
      kernels.windows(from, to, height, width, layer.factor);
      break;
    case 'pointwise': {
      const { weights, scales, biases, inputs, outputs, activation, factor, summand } = layer;
      const sizes = [pixels, inputs, outputs];
      kernels.pointwise(from, to, weights, scales, biases, ...sizes, activations[activation], factor, summand);
      break;
    }
    case 'depthwise': {
      const { weights, scales, biases, size, strideY, strideX, activation, factor, summand } = layer;
      const sizes = [height, width, channels, size, strideY, strideX];
      kernels.depthwise(from, to, weights, scales, biases, ...sizes, activations[activation], factor, summand);
      break;
    }
    case 'whole': {
      const { weights, scales, biases, inputs, outputs, activation, factor, summand } = layer;
      const sizes = [height, width, inputs, outputs];
      kernels.convolution(from, to, weights, scales, biases, ...sizes, activations[activation], factor, summand);
      break;
    }
    case 'excite': {
      kernels.means(from, to, pixels, channels, layer.scale);
      const factors = excitation(memory, layer, memory.floats(to, channels));
      memory.shorts(to, channels).set(factors);
      kernels.scaleChannels(from, to, pixels, channels, layer.shift);
      break;
    }
    case 'planes':
      kernels.planes(from, to, pixels, channels, layer.scale);
      break;
  }
}

export function shapeAfter(layer: PackedLayer, shape: Shape): Shape {
  const { height, width } = shape;
  switch (layer.kind) {
    case 'windows':
      return { channels: 28, height: Math.ceil(height / 2), width: Math.ceil(width / 2) };
    case 'pointwise':
    case 'whole':
      return { ...shape, channels: layer.outputs };
    case 'depthwise':
      return { ...shape, height: Math.ceil(height / layer.strideY), width: Math.ceil(width / layer.strideX) };
    case 'excite':
    case 'planes':
      return shape;
  }
}

/** Numbers of a tensor. */
export function sizeOf({ channels, height, width }: Shape): number {
  return channels * height * width;
}

/** The channels' factors. */
function excitation(memory: KernelMemory, layer: ExciteLayer, means: Float32Array): number[] {
  const { hidden, squeeze, squeezeBiases, excite, exciteBiases, slope, gain, summand } = layer;
  const dense = (values: ArrayLike<number>, outputs: number, weights: number, biases: number) =>
    Array.from(memory.floats(biases, outputs), (bias, output) => {
      const row = memory.floats(weights, outputs * values.length).subarray(output * values.length);
      let sum = bias;
      for (let index = 0; index < values.length; index++) sum += (values[index] ?? 0) * (row[index] ?? 0);
      return sum;
    });
  const squeezed = dense(means, hidden, squeeze, squeezeBiases).map((value) => Math.max(0, value));
  return dense(squeezed, means.length, excite, exciteBiases).map((value) =>
    Math.round((Math.min(1, Math.max(0, value * slope + 0.5)) + summand) * gain),
  );
}
