import { activations, aligned, KernelMemory } from './kernelMemory.ts';
import type { PointwiseLayer } from './layers.ts';

/**
 * The last layer of a recognition network, before the softmax: for each step along a line, how likely each class is.
 */
export interface PackedHead {
  /** From a float of its input to its integer. */
  readonly factor: number;
  /** Has classes behind the last that are never the best, so that it has a multiple of 8. */
  readonly layer: PointwiseLayer;
  /** What an integer of the layer's result stands for. */
  readonly scale: number;
}

/**
 * The class of each step, and how sure that is. What is asked of a step is known until the next lines are classified.
 */
export interface BestClasses {
  readonly classes: Int32Array;
  /** 0 to 1: the class's part of the softmax. */
  readonly confidence: (step: number) => number;
  /** How likely another class is, of how likely the best one is: 0 to 1. */
  readonly likelihoodRatio: (step: number, other: number) => number;
}

/** The kernel works on four steps at a time, and writes behind the last. */
const spareSteps = 3;

/** Classifies the steps of lines. */
export class Head {
  readonly #head: PackedHead;
  readonly #memory: KernelMemory;
  /** The part of a class in the softmax, of that of the best, by how many integers less its score is. */
  readonly #parts: Float32Array;

  /** @param weightsFile its path. */
  constructor(head: PackedHead, weightsFile: string, kernels: WebAssembly.Module) {
    this.#head = head;
    this.#memory = new KernelMemory(weightsFile, kernels);
    const negligible = 20;
    this.#parts = Float32Array.from({ length: Math.ceil(negligible / head.scale) }, (_, less) =>
      Math.exp(-less * head.scale),
    );
  }

  /** @param features what the neck made of lines, step by step. */
  classify(features: Float32Array): BestClasses {
    const { factor, layer } = this.#head;
    const { inputs, outputs, summand } = layer;
    const steps = features.length / inputs;
    const memory = this.#memory;
    const input = memory.free;
    const inputSize = aligned((steps + spareSteps) * inputs * 4);
    const integers = input + inputSize;
    const scores = integers + inputSize;
    const best = scores + aligned((steps + spareSteps) * outputs * 2);
    memory.reserve(best + steps * 4 - input);
    memory.floats(input, features.length).set(features);
    memory.kernels.integers(input, integers, features.length, factor);
    const addresses = [integers, scores, layer.weights, layer.scales, layer.biases];
    memory.kernels.pointwise(
      ...addresses,
      steps,
      inputs,
      outputs,
      activations[layer.activation],
      layer.factor,
      summand,
    );
    memory.kernels.largest(scores, best, steps, outputs);
    const classes = memory.integers(best, steps).slice();
    const scoresOf = (step: number) => memory.shorts(scores + step * outputs * 2, outputs);
    return {
      classes,
      confidence: (step) => this.#confidence(scoresOf(step), classes[step] ?? 0),
      likelihoodRatio: (step, other) => this.#ratio(scoresOf(step), classes[step] ?? 0, other),
    };
  }

  #ratio(scores: Int16Array, best: number, other: number): number {
    return this.#parts[(scores[best] ?? 0) - (scores[other] ?? 0)] ?? 0;
  }

  #confidence(scores: Int16Array, best: number): number {
    const parts = this.#parts;
    const most = scores[best] ?? 0;
    let sum = 0;
    for (const score of scores) {
      const less = most - score;
      if (less < parts.length) sum += parts[less] ?? 0;
    }
    return 1 / sum;
  }
}
