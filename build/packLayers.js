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
/** The kernel of excitation shifts by one at least. */
const mostSpareBits = 14;
const alignment = 16;
/** Far below what any class's score is. */
const neverTheBest = -1e9;

/**
 * @param {Layer[]} layers
 * @param {Record<string, number>} ranges the largest magnitude seen in each result, by its name
 * @returns {{ layers: PackedLayer[], bytes: Uint8Array }} the bytes are what the layers' offsets point into
 * @throws Error naming a result whose range is not known; where a layer has more channels than the kernels can compute
 */
export function packLayers(layers, ranges) {
  const bytes = new PackedBytes();
  const packed = [];
  // What an integer of the layer's input stands for.
  let scale = 1 / inputFactor;
  for (const layer of layers) {
    if (layer.kind === 'excite') {
      // What excitation makes smaller has its bits used again.
      const spare = Math.floor(Math.log2((scale * seenLargest) / rangeOf(layer.result, ranges)));
      const spareBits = Math.min(mostSpareBits, Math.max(0, spare));
      packed.push(packExcite(layer, scale, spareBits, bytes));
      scale /= 2 ** spareBits;
      continue;
    }
    checkChannels(layer.outputs);
    if (layer.kind === 'stem') packed.push({ kind: 'windows', factor: inputFactor });
    const outputScale = rangeOf(layer.result, ranges) / seenLargest;
    packed.push(packConvolution(layer, scale, outputScale, bytes));
    scale = outputScale;
  }
  packed.push({ kind: 'planes', scale });
  return { layers: packed, bytes: bytes.joined() };
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
  const scale = rangeOf(result, ranges) / seenLargest;
  const padded = Math.ceil(outputs / 8) * 8;
  const layer = {
    ...{ kind: 'pointwise', inputs, outputs: padded, hardSwish: false, factor: 1, summand: 0 },
    weights: extended(weights, padded * inputs, 0),
    biases: extended(biases, padded, neverTheBest),
  };
  return { head: { factor, layer: packConvolution(layer, 1 / factor, scale, bytes), scale }, bytes: bytes.joined() };
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
 * @param {number} scale of its input
 * @param {number} outputScale
 * @param {PackedBytes} bytes
 * @returns {PackedLayer}
 */
function packConvolution(layer, scale, outputScale, bytes) {
  const { kind, outputs, hardSwish, biases } = layer;
  const { integers, scales } = roundWeights(layer);
  const common = {
    outputs,
    scales: bytes.add(scales.map((value) => value * scale)),
    biases: bytes.add(biases),
    hardSwish,
    // Hard swish is computed without its division by six.
    factor: layer.factor / outputScale / (hardSwish ? 6 : 1),
    summand: layer.summand / outputScale,
  };
  if (kind === 'depthwise') {
    const [strideY, strideX] = layer.strides;
    const weights = bytes.add(byPlace(integers, outputs));
    return { kind, size: layer.size, strideY, strideX, weights, ...common };
  }
  const { values, inputs } = inPairs(integers, outputs);
  return { kind: 'pointwise', inputs, weights: bytes.add(values), ...common };
}

/**
 * @param {ConvolutionLayer} layer
 * @returns {{ integers: Int16Array, scales: Float32Array }} the scales are what an integer of each output stands for
 */
function roundWeights({ weights, outputs }) {
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

/** For each eight outputs, for each two inputs, the eight pairs of weights; an odd number of inputs gets one more. */
function inPairs(integers, outputs) {
  const given = integers.length / outputs;
  const inputs = given + (given % 2);
  const values = new Int16Array(outputs * inputs);
  for (let output = 0; output < outputs; output++) {
    const eight = Math.floor(output / 8) * 8;
    for (let input = 0; input < given; input++) {
      const pair = Math.floor(input / 2);
      values[eight * inputs + pair * 16 + (output - eight) * 2 + (input % 2)] = integers[output * given + input];
    }
  }
  return { values, inputs };
}

/**
 * @param {import('./backbone.js').ExciteLayer} layer
 * @param {number} scale of its input
 * @param {number} spareBits of its result, were it as long as its input
 * @param {PackedBytes} bytes
 * @returns {PackedLayer}
 */
function packExcite({ squeeze, squeezeBiases, excite, exciteBiases, slope }, scale, spareBits, bytes) {
  return {
    kind: 'excite',
    hidden: squeezeBiases.length,
    squeeze: bytes.add(squeeze),
    squeezeBiases: bytes.add(squeezeBiases),
    excite: bytes.add(excite),
    exciteBiases: bytes.add(exciteBiases),
    slope,
    scale,
    shift: 15 - spareBits,
  };
}

/** Arrays one after the other, each aligned. */
class PackedBytes {
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
