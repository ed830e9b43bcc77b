import { computeLayers, shapeAfter, sizeOf, type Shape } from './computeLayer.ts';
import { aligned, spareBytes, type KernelMemory } from './kernelMemory.ts';
import type { PackedLayer } from './layers.ts';

/** Pictures, or what a network made of them: floats, picture by picture, plane by plane, row by row. */
export interface Planes extends Shape {
  readonly data: Float32Array<ArrayBuffer>;
  readonly count: number;
}

/** Computes the layers of a backbone, in this thread. */
export class Backbone {
  readonly #layers: readonly PackedLayer[];
  readonly #memory: KernelMemory;

  constructor(layers: readonly PackedLayer[], memory: KernelMemory) {
    this.#layers = layers;
    this.#memory = memory;
  }

  /** @param pictures three planes each. */
  run(pictures: Planes): Planes {
    const { data, count, ...input } = pictures;
    const shapes = this.#layers.reduce<Shape[]>((all, layer) => [...all, shapeAfter(layer, all.at(-1) ?? input)], []);
    const output = shapes.at(-1) ?? input;
    // Floats are the largest that a layer gives.
    const bufferSize = aligned(Math.max(...[input, ...shapes].map(sizeOf)) * 4 + spareBytes);
    const memory = this.#memory;
    memory.reserve(2 * bufferSize);
    const result = new Float32Array(count * sizeOf(output));
    for (let index = 0; index < count; index++) {
      const picture = data.subarray(index * sizeOf(input), (index + 1) * sizeOf(input));
      memory.floats(memory.free, picture.length).set(picture);
      const { at } = computeLayers(memory, this.#layers, input, [memory.free, memory.free + bufferSize]);
      result.set(memory.floats(at, sizeOf(output)), index * sizeOf(output));
    }
    return { data: result, count, ...output };
  }
}
