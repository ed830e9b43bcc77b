import { aligned, KernelMemory } from './kernelMemory.ts';
import type { ExciteLayer, PackedLayer } from './layers.ts';

/** A backbone as the build wrote it; may be handed to a thread. */
export interface PackedBackbone {
  readonly layers: readonly PackedLayer[];
  /** What the layers' offsets point into. */
  readonly weights: Uint8Array;
  /** src/assembly/kernels.ts, compiled. */
  readonly kernels: WebAssembly.Module;
}

/** Pictures, or what a network made of them: floats, picture by picture, plane by plane, row by row. */
export interface Planes {
  readonly data: Float32Array<ArrayBuffer>;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

type Shape = Pick<Planes, 'channels' | 'height' | 'width'>;

/** The kernels work on four pixels at a time, and so write behind the last, which has up to 1024 channels (build/packLayers.js). */
const spareBytes = 3 * 1024 * 2;

/** Computes the layers of a backbone, in this thread. */
export class Backbone {
  readonly #layers: readonly PackedLayer[];
  readonly #memory: KernelMemory;

  constructor({ layers, weights, kernels }: PackedBackbone) {
    this.#layers = layers;
    this.#memory = new KernelMemory(weights, kernels);
  }

  /** @param pictures three planes each. */
  run(pictures: Planes): Planes {
    const { data, count, ...input } = pictures;
    const shapes = this.#layers.reduce<Shape[]>((all, layer) => [...all, shapeAfter(layer, all.at(-1) ?? input)], []);
    const output = shapes.at(-1) ?? input;
    // Floats are the largest that a layer gives.
    const bufferSize = aligned(Math.max(...[input, ...shapes].map(sizeOf)) * 4 + spareBytes);
    this.#memory.reserve(2 * bufferSize);
    const result = new Float32Array(count * sizeOf(output));
    for (let index = 0; index < count; index++) {
      let [from, to] = [this.#memory.free, this.#memory.free + bufferSize];
      this.#memory.floats(from, sizeOf(input)).set(data.subarray(index * sizeOf(input), (index + 1) * sizeOf(input)));
      let shape: Shape = input;
      this.#layers.forEach((layer, place) => {
        this.#compute(layer, shape, from, to);
        shape = shapes[place] ?? shape;
        if (layer.kind !== 'excite') [from, to] = [to, from];
      });
      result.set(this.#memory.floats(from, sizeOf(output)), index * sizeOf(output));
    }
    return { data: result, count, ...output };
  }

  /** @param to another place than `from`; excitation works in place, and has the other for itself. */
  #compute(layer: PackedLayer, { channels, height, width }: Shape, from: number, to: number): void {
    const { kernels } = this.#memory;
    const pixels = height * width;
    switch (layer.kind) {
      case 'windows':
        kernels.windows(from, to, height, width, layer.factor);
        break;
      case 'pointwise': {
        const { weights, scales, biases, inputs, outputs, hardSwish, factor, summand } = layer;
        const sizes = [pixels, inputs, outputs];
        kernels.pointwise(from, to, weights, scales, biases, ...sizes, hardSwish, factor, summand);
        break;
      }
      case 'depthwise': {
        const { weights, scales, biases, size, strideY, strideX, hardSwish, factor, summand } = layer;
        const sizes = [height, width, channels, size, strideY, strideX];
        kernels.depthwise(from, to, weights, scales, biases, ...sizes, hardSwish, factor, summand);
        break;
      }
      case 'excite': {
        kernels.means(from, to, pixels, channels, layer.scale);
        const factors = this.#excitation(layer, this.#memory.floats(to, channels));
        this.#memory.shorts(to, channels).set(factors);
        kernels.scaleChannels(from, to, pixels, channels, layer.shift);
        break;
      }
      case 'planes':
        kernels.planes(from, to, pixels, channels, layer.scale);
        break;
    }
  }

  /** Factors of 0 to 1, as 0 to 32767. */
  #excitation(layer: ExciteLayer, means: Float32Array): number[] {
    const { hidden, squeeze, squeezeBiases, excite, exciteBiases, slope } = layer;
    const dense = (values: ArrayLike<number>, outputs: number, weights: number, biases: number) =>
      Array.from(this.#memory.floats(biases, outputs), (bias, output) => {
        const row = this.#memory.floats(weights, outputs * values.length).subarray(output * values.length);
        let sum = bias;
        for (let index = 0; index < values.length; index++) sum += (values[index] ?? 0) * (row[index] ?? 0);
        return sum;
      });
    const squeezed = dense(means, hidden, squeeze, squeezeBiases).map((value) => Math.max(0, value));
    return dense(squeezed, means.length, excite, exciteBiases).map((value) =>
      Math.round(Math.min(1, Math.max(0, value * slope + 0.5)) * 32_767),
    );
  }
}

function shapeAfter(layer: PackedLayer, shape: Shape): Shape {
  const { height, width } = shape;
  switch (layer.kind) {
    case 'windows':
      return { channels: 28, height: Math.ceil(height / 2), width: Math.ceil(width / 2) };
    case 'pointwise':
      return { ...shape, channels: layer.outputs };
    case 'depthwise':
      return { ...shape, height: Math.ceil(height / layer.strideY), width: Math.ceil(width / layer.strideX) };
    case 'excite':
    case 'planes':
      return shape;
  }
}

function sizeOf({ channels, height, width }: Shape): number {
  return channels * height * width;
}
