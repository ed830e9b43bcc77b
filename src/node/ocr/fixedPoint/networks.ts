import { Backbone, type Planes } from './backbone.ts';
import { Detector } from './detector.ts';
import { KernelMemory } from './kernelMemory.ts';
import type { PackedDetector, PackedLayer } from './layers.ts';

/** What the build wrote of networks; may be handed to a thread. */
export interface PackedNetworks {
  /** The detection network. */
  readonly detector: PackedDetector;
  /** Of the recognition network. */
  readonly backbone: readonly PackedLayer[];
  /** Path of the file that the layers' offsets point into. */
  readonly weightsFile: string;
  /** src/assembly/kernels.ts, compiled. */
  readonly kernels: WebAssembly.Module;
}

export type NetworkName = 'detector' | 'backbone';

/** What a thread is asked. */
export interface NetworkRequest {
  readonly network: NetworkName;
  /** Handed over. */
  readonly pictures: Planes;
}

/** The networks in this thread. They have their memory in common, as one is used after the other. */
export function startNetworks({ detector, backbone, weightsFile, kernels }: PackedNetworks) {
  const memory = new KernelMemory(weightsFile, kernels);
  return { detector: new Detector(detector, memory), backbone: new Backbone(backbone, memory) };
}
