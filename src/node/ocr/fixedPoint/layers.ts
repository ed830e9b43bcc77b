/**
 * A layer of a backbone in fixed point, as build/packLayers.js writes it and src/assembly/kernels.ts computes it. Weights,
 * scales and biases are offsets in the file of the weights, in bytes.
 */
export type PackedLayer = WindowsLayer | PointwiseLayer | DepthwiseLayer | ExciteLayer | PlanesLayer;

/** The places of a 3 × 3 convolution of stride 2 over the picture: the first layer. */
export interface WindowsLayer {
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
  /** Whether f is x · clip(x + 3, 0, 6); else it is x. */
  readonly hardSwish: boolean;
  readonly factor: number;
  readonly summand: number;
}

export interface PointwiseLayer extends Convolution {
  readonly kind: 'pointwise';
  readonly inputs: number;
}

export interface DepthwiseLayer extends Convolution {
  readonly kind: 'depthwise';
  /** Of the kernel. */
  readonly size: number;
  readonly strideY: number;
  readonly strideX: number;
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
  /** What an integer of its input stands for. */
  readonly scale: number;
  /** By so many bits the products with factors of 15 bits are made shorter. */
  readonly shift: number;
}

/** Floats, channel by channel: the last layer. */
export interface PlanesLayer {
  readonly kind: 'planes';
  /** What an integer stands for. */
  readonly scale: number;
}
