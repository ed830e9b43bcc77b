import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

type Kernel = (...values: readonly (number | boolean)[]) => void;

/** What src/assembly/kernels.ts exports. */
type Kernels = Readonly<
  Record<
    | ('pointwise' | 'depthwise' | 'convolution' | 'windows' | 'means' | 'scaleChannels')
    | ('enlarge' | 'addEnlarged' | 'integers' | 'planes' | 'largest'),
    Kernel
  >
>;

/** As the kernels have them. */
export const activations = { none: 0, hardSwish: 1, relu: 2 } as const;

const pageSize = 65_536;

/**
 * The kernels work on four pixels at a time, and so write behind the last, which has up to 1024 channels
 * (build/packLayers.js).
 */
export const spareBytes = 3 * 1024 * 2;

/** The kernels of src/assembly/kernels.ts on a memory that starts with weights. */
export class KernelMemory {
  readonly kernels: Kernels;
  /** Where what is computed may be: behind the weights. */
  readonly free: number;
  readonly #memory: WebAssembly.Memory;

  /** @param weightsFile its path; it is read to where it stays, with no copy of it in between. */
  constructor(weightsFile: string, kernels: WebAssembly.Module) {
    const file = openSync(weightsFile, 'r');
    try {
      const { size } = fstatSync(file);
      this.free = aligned(size);
      this.#memory = new WebAssembly.Memory({ initial: Math.ceil(this.free / pageSize) });
      const weights = new Uint8Array(this.#memory.buffer, 0, size);
      for (let read = 0; read < size;) {
        const count = readSync(file, weights, { offset: read });
        if (count === 0) throw new Error(`${weightsFile} is cut off.`);
        read += count;
      }
    } finally {
      closeSync(file);
    }
    this.kernels = new WebAssembly.Instance(kernels, { env: { memory: this.#memory } }).exports as Kernels;
  }

  /** Makes room from `free` on. Takes the views that there are away. */
  reserve(bytes: number): void {
    const missing = this.free + bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  shorts(at: number, length: number): Int16Array {
    return new Int16Array(this.#memory.buffer, at, length);
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, length);
  }
}

/** What the kernels write is at multiples of so many bytes. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
