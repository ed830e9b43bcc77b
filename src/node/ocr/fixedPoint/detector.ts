import type { Planes } from './backbone.ts';
import { computeLayers, shapeAfter, sizeOf, type Shape } from './computeLayer.ts';
import { floatsInOwnPages } from '../promptMemory.ts';
import { aligned, spareBytes, type KernelMemory } from './kernelMemory.ts';
import type { PackedDetector, PackedLevel } from './layers.ts';

/** Channels of the pyramid's levels, and of what is made of each. */
const pyramidChannels = 96;
const fusedChannels = 24;
/** The first level's pixels against the picture's, in each direction. */
const firstLevel = 4;
/** Bytes a pixel of the picture, of the largest tensor before the first level: 32 channels at half its size. */
const largestTensor = 16;
/** Values of the last layer for each pixel of half the map's size, of which the first four are pixels of the map. */
const lastValues = 8;

/** A level of the pyramid, and where it is. */
interface Level extends PackedLevel {
  readonly shape: Shape;
  readonly pyramidAt: number;
  readonly fusedAt: number;
}

/** Computes the detection network, in this thread. */
export class Detector {
  readonly #packed: PackedDetector;
  readonly #memory: KernelMemory;
  /** Of each integer that the last layer gives, from the lowest. */
  readonly #probabilities: Float32Array;

  constructor(packed: PackedDetector, memory: KernelMemory) {
    this.#packed = packed;
    this.#memory = memory;
    this.#probabilities = Float32Array.from(
      { length: 2 ** 16 },
      (_, index) => 1 / (1 + Math.exp((2 ** 15 - index) * packed.scale)),
    );
  }

  /**
   * How likely each pixel is text: one plane.
   *
   * @param picture three planes, whose sides are multiples of 32.
   */
  run({ data, height, width }: Planes): Planes {
    const { levels, places } = this.#layOut({ channels: 3, height, width });
    this.#look(data, { channels: 3, height, width }, levels, places);
    this.#fuse(levels, places);
    const at = this.#finish(levels, places);
    return { data: this.#map(at, height, width), count: 1, channels: 1, height, width };
  }

  /** Where everything is: two places for layers that follow each other, and the levels. */
  #layOut(picture: Shape): { readonly levels: readonly Level[]; readonly places: readonly [number, number] } {
    const [height, width] = [picture.height / firstLevel, picture.width / firstLevel];
    const widest = Math.max(picture.height * picture.width * largestTensor, paddedSize({ height, width }));
    const placeSize = aligned(widest + spareBytes);
    const memory = this.#memory;
    let at = memory.free + 2 * placeSize;
    const levels: Level[] = [];
    for (const level of this.#packed.levels) {
      const before = levels.at(-1)?.shape ?? picture;
      const shape = level.backbone.reduce((shape, layer) => shapeAfter(layer, shape), before);
      const fusedAt =
        at + aligned(2 * sizeOf({ ...shape, channels: Math.max(shape.channels, pyramidChannels) }) + spareBytes);
      levels.push({ ...level, shape, pyramidAt: at, fusedAt });
      at = fusedAt + aligned(2 * sizeOf({ ...shape, channels: fusedChannels }) + spareBytes);
    }
    memory.reserve(at - memory.free);
    return { levels, places: [memory.free, memory.free + placeSize] };
  }

  /** The backbone, and from each of its levels what goes into the pyramid. */
  #look(
    data: Float32Array,
    picture: Shape,
    levels: readonly Level[],
    [first, second]: readonly [number, number],
  ): void {
    const memory = this.#memory;
    memory.floats(first, data.length).set(data);
    let [at, other, shape] = [first, second, picture];
    for (const { backbone, pyramidAt } of levels) {
      ({ at, shape } = computeLayers(memory, backbone, shape, [at, other]));
      other = at === first ? second : first;
      memory.shorts(pyramidAt, sizeOf(shape)).set(memory.shorts(at, sizeOf(shape)));
    }
    // An even number of layers ends where it began.
    for (const { lateral, shape, pyramidAt } of levels) computeLayers(memory, lateral, shape, [pyramidAt, first]);
  }

  /** Each level of the pyramid gets what those above it saw, and is fused. */
  #fuse(levels: readonly Level[], [padded]: readonly [number, number]): void {
    const memory = this.#memory;
    let above: Level | undefined;
    for (const level of levels.toReversed()) {
      const shape = { ...level.shape, channels: pyramidChannels };
      if (above) {
        const { height, width } = above.shape;
        memory.kernels.addEnlarged(above.pyramidAt, level.pyramidAt, height, width, pyramidChannels);
      }
      above = level;
      this.#clearPadded(padded, shape);
      this.#enlargePadded(level.pyramidAt, padded, shape, { times: 1, fromChannel: 0 });
      computeLayers(memory, level.fused, shape, [padded, level.fusedAt]);
    }
  }

  /** The head, on all levels side by side, the smallest first. @returns where its result is. */
  #finish(levels: readonly Level[], [padded, other]: readonly [number, number]): number {
    const memory = this.#memory;
    const { head, last } = this.#packed;
    const { height, width } = levels[0]?.shape ?? { height: 0, width: 0 };
    const whole = { channels: pyramidChannels, height, width };
    this.#clearPadded(padded, whole);
    levels.toReversed().forEach(({ shape, fusedAt }, place) => {
      const from = { times: height / shape.height, fromChannel: place * fusedChannels };
      this.#enlargePadded(fusedAt, padded, { ...shape, channels: fusedChannels }, from);
    });
    const { at } = computeLayers(memory, head, whole, [padded, other]);
    // Each pixel is four by now, one behind the other.
    const four = { channels: fusedChannels, height, width: 4 * width };
    return computeLayers(memory, [last], four, [at, at === padded ? other : padded]).at;
  }

  #clearPadded(at: number, shape: Shape): void {
    this.#memory.shorts(at, paddedSize(shape) / 2).fill(0);
  }

  /** Writes a tensor into one of the pyramid's channels that has a pixel more on all sides. */
  #enlargePadded(
    from: number,
    to: number,
    { channels, height, width }: Shape,
    { times, fromChannel }: { readonly times: number; readonly fromChannel: number },
  ): void {
    const pixelSize = 2 * pyramidChannels;
    const rowSize = (width * times + 2) * pixelSize;
    const inside = to + rowSize + pixelSize + 2 * fromChannel;
    this.#memory.kernels.enlarge(from, inside, height, width, channels, times, pixelSize, rowSize);
  }

  /** Both steps of the head made four pixels of one, row by row. */
  #map(at: number, height: number, width: number): Float32Array<ArrayBuffer> {
    const values = this.#memory.shorts(at, (height * width * lastValues) / 4);
    const map = floatsInOwnPages(height * width);
    const across = width / firstLevel;
    for (let y = 0; y < height; y++) {
      const row = (y >> 2) * across;
      const inPixel = ((y >> 1) & 1) * 2 * lastValues + (y & 1) * 2;
      for (let x = 0; x < width; x++) {
        const value = values[(row + (x >> 2)) * 4 * lastValues + inPixel + ((x >> 1) & 1) * lastValues + (x & 1)] ?? 0;
        map[y * width + x] = this.#probabilities[value + 2 ** 15] ?? 0;
      }
    }
    return map;
  }
}

/** Bytes of a tensor of the pyramid's channels with a pixel more on all sides. */
function paddedSize({ height, width }: Pick<Shape, 'height' | 'width'>): number {
  return (height + 2) * (width + 2) * pyramidChannels * 2;
}
