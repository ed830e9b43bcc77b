/**
 * A layer of a network in fixed point, as build/packLayers.js writes it and src/assembly/kernels.ts computes it.
 * Weights, scales and biases are offsets in the file of the weights, in bytes.
 */
export type PackedLayer = WindowsLayer | PointwiseLayer | DepthwiseLayer | WholeLayer | ExciteLayer | PlanesLayer;

/** The places of a 3 × 3 convolution of stride 2 over the picture: the first layer. */
interface WindowsLayer {
  readonly kind: 'windows';
  /** From a float to its integer. */
  readonly factor: number;
}

/** What is the same in every convolution: `factor × f(scale × sum + bias) + summand`, as an integer. */
interface Convolution {
  /** Channels. */
  readonly outputs: number;
  readonly weights: number;
  readonly scales: number;
  readonly biases: number;
  /** What f is: x, x · clip(x + 3, 0, 6), or what is above zero of x. */
  readonly activation: 'none' | 'hardSwish' | 'relu';
  readonly factor: number;
  readonly summand: number;
}

export interface PointwiseLayer extends Convolution {
  readonly kind: 'pointwise';
  readonly inputs: number;
}

interface DepthwiseLayer extends Convolution {
  readonly kind: 'depthwise';
  /** Of the kernel. */
  readonly size: number;
  readonly strideY: number;
  readonly strideX: number;
}

/** A convolution of 3 × 3 of all channels. Its input has a pixel of zeros around it. */
interface WholeLayer extends Convolution {
  readonly kind: 'whole';
  readonly inputs: number;
}

/** Squeeze and excitation (Hu et al. 2018), its dense layers in floats. */
export interface ExciteLayer {
  readonly kind: 'excite';
  readonly hidden: number;
  readonly squeeze: number;
  readonly squeezeBiases: number;
  readonly excite: number;
  readonly exciteBiases: number;
  /** Of the hard sigmoid at the end. */
  readonly slope: number;
  /** A channel's factor is `gain × (sigmoid + summand)`, as an integer. */
  readonly gain: number;
  /** 1 where the input is added to what is scaled, else 0. */
  readonly summand: number;
  /** What an integer of its input stands for. */
  readonly scale: number;
  /** By so many bits the products with these factors are made shorter. */
  readonly shift: number;
}

/** Floats, channel by channel: the last layer. */
interface PlanesLayer {
  readonly kind: 'planes';
  /** What an integer stands for. */
  readonly scale: number;
}

/** The detection network (a DB network, Liao et al. 2019, with the feature pyramid of PP-OCRv4). */
export interface PackedDetector {
  /** What it sees at a fourth of the picture's size, an eighth, a sixteenth and a thirty-second. */
  readonly levels: readonly PackedLevel[];
  /**
   * From what all levels saw to four pixels, one behind the other, for each of the first level. The first is a `whole`
   * one.
   */
  readonly head: readonly PackedLayer[];
  /** From each of these to four pixels of the map. */
  readonly last: PointwiseLayer;
  /** What an integer of its result stands for, of which the sigmoid is the probability. */
  readonly scale: number;
}

export interface PackedLevel {
  /** From the level before, or the picture. */
  readonly backbone: readonly PackedLayer[];
  /** From that to the pyramid; an even number of layers beside excitation. */
  readonly lateral: readonly PackedLayer[];
  /** From the pyramid's level. The first is a `whole` one. */
  readonly fused: readonly PackedLayer[];
}
