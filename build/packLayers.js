/** Packs layers in fixed point, as the kernels of src/assembly/kernels.ts want them. */

/** @typedef {import('./backbone.js').Layer} Layer */
/** @typedef {import('./backbone.js').ConvolutionLayer} ConvolutionLayer */
/** @typedef {import('../src/node/ocr/fixedPoint/layers.ts').PackedLayer} PackedLayer */

/** From the floats of the input, which are within ±4, to integers. */
const inputFactor = 8192;
const largest = 32767;
/** What the largest activation that was seen becomes: room for twice as much. */
const seenLargest = largest / 2;
/** Sums of 32 bits hold the weights of an output, rounded, times the largest activations. */
const largestWeightSum = 65_000;
/** Rounding adds up to half to each weight of such a sum; Backbone has no room for more behind its last pixel. */
const mostChannels = 1024;
/** The kernel of excitation shifts by one at least, and by one less where the input is added. */
const mostSpareBits = 14;
const alignment = 16;
/** What the kernel of the first layer makes of a place: 3 planes of 3 × 3 and a zero. */
const windowValues = 28;
/** Far below what any class's score is. */
const neverTheBest = -1e9;

/**
 * The layers of a backbone.
 *
 * @param {Layer[]} layers
 * @param {Record<string, number>} ranges the largest magnitude seen in each result, by its name
 * @param {PackedBytes} bytes what the layers' offsets point into
 * @returns {PackedLayer[]}
 * @throws Error naming a result whose range is not known; where a layer has more channels than the kernels can compute
 */
export function packBackbone(layers, ranges, bytes) {
  const chain = packChain(layers, ofPicture, ranges, bytes);
  return [...chain.layers, { kind: 'planes', scale: chain.scale }];
}

/**
 * @typedef {object} PackedTensor
 * @property {number} scale what an integer of it stands for
 * @property {number} channels with those that were added to have a multiple of 8
 */

/** @type {PackedTensor} */
export const ofPicture = { scale: 1 / inputFactor, channels: 3 };

/**
 * Layers that follow each other.
 *
 * @param {Layer[]} layers
 * @param {PackedTensor} input
 * @param {Record<string, number>} ranges
 * @param {PackedBytes} bytes
 * @param {number} [resultScale] of the last layer, where it is to be a certain one
 * @returns {PackedTensor & { layers: PackedLayer[] }}
 */
export function packChain(layers, input, ranges, bytes, resultScale) {
  const packed = [];
  let { scale, channels } = input;
  for (const layer of layers) {
    const wanted = layer === layers.at(-1) ? resultScale : undefined;
    if (layer.kind === 'excite') {
      const excite = wanted === undefined ? usingSpareBits(layer, scale, ranges) : toScale(layer, scale, wanted);
      packed.push(packExcite(layer, scale, excite, bytes));
      scale = excite.resultScale;
      continue;
    }
    checkChannels(layer.outputs);
    if (layer.kind === 'stem') {
      packed.push({ kind: 'windows', factor: inputFactor });
      channels = windowValues;
    }
    const outputScale = wanted ?? scaleOf(layer.result, ranges);
    const convolution = packConvolution(layer, { scale, channels }, outputScale, bytes);
    packed.push(convolution);
    [scale, channels] = [outputScale, convolution.outputs];
  }
  return { layers: packed, scale, channels };
}

/** What an integer of a result stands for. */
export function scaleOf(name, ranges) {
  return rangeOf(name, ranges) / seenLargest;
}

/** What excitation makes smaller has its bits used again. */
function usingSpareBits({ result, summand }, scale, ranges) {
  const spare = Math.floor(Math.log2(scale / scaleOf(result, ranges)));
  const spareBits = Math.min(mostSpareBits - summand, Math.max(0, spare));
  return { gain: largest / (1 + summand), shift: 15 - spareBits - summand, resultScale: scale / 2 ** spareBits };
}

/** So that its result has that scale. */
function toScale({ summand }, scale, resultScale) {
  const ratio = scale / resultScale;
  const shift = Math.min(15, Math.floor(Math.log2(largest / ((1 + summand) * ratio))));
  return { gain: ratio * 2 ** shift, shift, resultScale };
}

/**
 * @param {import('./head.js').DenseLayer} head
 * @param {Record<string, number>} ranges as in `packLayers`
 * @returns {{ head: import('../src/node/ocr/fixedPoint/head.ts').PackedHead, bytes: Uint8Array }}
 * @throws Error as `packLayers`
 */
export function packHead({ inputs, outputs, weights, biases, input, result }, ranges) {
  const bytes = new PackedBytes();
  const factor = seenLargest / rangeOf(input, ranges);
  const scale = scaleOf(result, ranges);
  const padded = Math.ceil(outputs / 8) * 8;
  const layer = {
    ...{ kind: 'pointwise', inputs, outputs: padded, activation: 'none', factor: 1, summand: 0 },
    weights: extended(weights, padded * inputs, 0),
    biases: extended(biases, padded, neverTheBest),
  };
  return {
    head: { factor, layer: packConvolution(layer, { scale: 1 / factor, channels: inputs }, scale, bytes), scale },
    bytes: bytes.joined(),
  };
}

function extended(values, length, filling) {
  const longer = new Float32Array(length).fill(filling);
  longer.set(values);
  return longer;
}

function checkChannels(count) {
  if (count > mostChannels)
    throw new Error(`A layer has ${count} channels; the kernels compute up to ${mostChannels}.`);
}

function rangeOf(name, ranges) {
  const range = ranges[name];
  if (range === undefined) throw new Error(`The range of ${name} is not known: run build/measureRanges.js.`);
  return range;
}

/**
 * @param {ConvolutionLayer} layer
 * @param {PackedTensor} input
 * @param {number} outputScale
 * @param {PackedBytes} bytes
 * @returns {PackedLayer}
 */
function packConvolution(layer, input, outputScale, bytes) {
  const { kind, activation, size } = layer;
  const outputs = Math.ceil(layer.outputs / 8) * 8;
  const weights = extended(layer.weights, (layer.weights.length / layer.outputs) * outputs, 0);
  const { integers, scales } = roundWeights(weights, outputs);
  const common = {
    outputs,
    scales: bytes.add(scales.map((value) => value * input.scale)),
    biases: bytes.add(extended(layer.biases, outputs, 0)),
    activation,
    // Hard swish is computed without its division by six.
    factor: layer.factor / outputScale / (activation === 'hardSwish' ? 6 : 1),
    summand: layer.summand / outputScale,
  };
  if (kind === 'depthwise') {
    const [strideY, strideX] = layer.strides;
    return { kind, size, strideY, strideX, weights: bytes.add(byPlace(integers, outputs)), ...common };
  }
  const inputs = input.channels;
  if (kind === 'whole') {
    const byPlaces = channelsLast(integers, outputs, layer.inputs);
    return { kind, inputs, weights: bytes.add(inPairs(byPlaces, outputs, 9 * inputs)), ...common };
  }
  return { kind: 'pointwise', inputs, weights: bytes.add(inPairs(integers, outputs, inputs)), ...common };
}

/**
 * @param {Float32Array} weights output by output
 * @param {number} outputs
 * @returns {{ integers: Int16Array, scales: Float32Array }} the scales are what an integer of each output stands for
 */
function roundWeights(weights, outputs) {
  const count = weights.length / outputs;
  checkChannels(count);
  const integers = new Int16Array(weights.length);
  const scales = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const own = weights.subarray(output * count, (output + 1) * count);
    const sum = own.reduce((total, value) => total + Math.abs(value), 0);
    const most = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = Math.max(sum / largestWeightSum, most / largest) || 1;
    scales[output] = scale;
    integers.set(
      own.map((value) => Math.round(value / scale)),
      output * count,
    );
  }
  return { integers, scales };
}

/** For each place of the kernel the weights of all channels. */
function byPlace(integers, channels) {
  const places = integers.length / channels;
  return integers.map((_, index) => integers[(index % channels) * places + Math.floor(index / channels)]);
}

/** For each output, for each place of a kernel of 3 × 3, the weights of all channels. */
function channelsLast(integers, outputs, channels) {
  const count = 9 * channels;
  return integers.map((_, index) => {
    const [output, at] = [Math.floor(index / count), index % count];
    return integers[output * count + (at % channels) * 9 + Math.floor(at / channels)];
  });
}

/**
 * For each eight outputs, for each two inputs, the eight pairs of weights; those of inputs that were added are zeros.
 */
function inPairs(integers, outputs, inputs) {
  const given = integers.length / outputs;
  const values = new Int16Array(outputs * inputs);
  for (let output = 0; output < outputs; output++) {
    const eight = Math.floor(output / 8) * 8;
    for (let input = 0; input < given; input++) {
      const pair = Math.floor(input / 2);
      values[eight * inputs + pair * 16 + (output - eight) * 2 + (input % 2)] = integers[output * given + input];
    }
  }
  return values;
}

/**
 * @param {import('./backbone.js').ExciteLayer} layer
 * @param {number} scale of its input
 * @param {{ gain: number, shift: number }} factors
 * @param {PackedBytes} bytes
 * @returns {PackedLayer}
 */
function packExcite({ squeeze, squeezeBiases, excite, exciteBiases, slope, summand }, scale, { gain, shift }, bytes) {
  return {
    kind: 'excite',
    hidden: squeezeBiases.length,
    squeeze: bytes.add(squeeze),
    squeezeBiases: bytes.add(squeezeBiases),
    excite: bytes.add(excite),
    exciteBiases: bytes.add(exciteBiases),
    slope,
    gain,
    summand,
    scale,
    shift,
  };
}

/** Arrays one after the other, each aligned. */
export class PackedBytes {
  /** @type {Uint8Array[]} */
  #parts = [];
  #length = 0;

  /**
   * @param {Int16Array | Float32Array} values
   * @returns {number} where they are
   */
  add({ buffer, byteOffset, byteLength }) {
    const at = this.#length;
    const part = new Uint8Array(Math.ceil(byteLength / alignment) * alignment);
    part.set(new Uint8Array(buffer, byteOffset, byteLength));
    this.#parts.push(part);
    this.#length += part.length;
    return at;
  }

  joined() {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
