/** Takes the backbone out of a network: the layers before its neck, for the kernels of src/assembly/kernels.ts. */
import { floats, Steps } from './networkSteps.js';

/** @typedef {import('./onnxFile.js').Network} Network */
/** @typedef {import('./onnxFile.js').GraphNode} GraphNode */

/**
 * A convolution, and what follows it: an activation, a factor and a summand.
 *
 * @typedef {object} ConvolutionLayer
 * @property {'stem' | 'pointwise' | 'depthwise' | 'whole'} kind 3 × 3 of three planes, 1 × 1, of each channel with
 *   itself, or 3 × 3 of all channels
 * @property {number} inputs channels
 * @property {number} outputs channels
 * @property {number} size of the kernel
 * @property {number[]} strides
 * @property {Float32Array} weights output by output
 * @property {Float32Array} biases
 * @property {'none' | 'hardSwish' | 'relu'} activation
 * @property {number} factor
 * @property {number} summand
 * @property {string} result the name of its tensor
 */

/**
 * Squeeze and excitation: each channel is scaled by what two small dense layers make of the means of all, and may be
 * added to the result.
 *
 * @typedef {object} ExciteLayer
 * @property {'excite'} kind
 * @property {Float32Array} squeeze weights
 * @property {Float32Array} squeezeBiases
 * @property {Float32Array} excite weights
 * @property {Float32Array} exciteBiases
 * @property {number} slope of the hard sigmoid at the end
 * @property {number} summand 1 where the input is added, else 0
 * @property {string} result
 */

/** @typedef {ConvolutionLayer | ExciteLayer} Layer */

/**
 * @param {Network} network after `mergeSteps`; what stays in it has the result of the last layer as its input
 * @returns {Layer[]}
 */
export function takeBackbone({ graph }) {
  const steps = new Steps(graph);
  const { layers, result } = takeChain(steps, graph.input[0].name);
  steps.write();
  graph.input = [{ ...graph.input[0], name: result, type: { tensor_type: { elem_type: 1 } } }];
  return layers;
}

/**
 * Takes the layers that follow each other, up to where something else uses a result.
 *
 * @param {Steps} steps the layers' are removed from them
 * @param {string} input
 * @param {{ users?: GraphNode[], isPadded?: boolean }} options with which of its users it begins; whether zeros are
 *   around the input, which a convolution of 3 × 3 of all channels needs
 * @returns {{ layers: Layer[], result: string }}
 */
export function takeChain(steps, input, { users = steps.users(input), isPadded = false } = {}) {
  const layers = [];
  let result = input;
  for (let layer = layerAt(steps, users, isPadded); layer; layer = layerAt(steps, steps.users(result), false)) {
    layers.push(layer);
    result = layer.result;
  }
  return { layers, result };
}

/**
 * @param {Steps} steps the layer's are removed from them
 * @param {GraphNode[]} users of its input
 * @param {boolean} isPadded
 * @returns {Layer | undefined}
 */
function layerAt(steps, users, isPadded) {
  const pool = users.find(({ op_type: type }) => type === 'GlobalAveragePool');
  if (pool && users.length > 1) return exciteLayer(steps, pool);
  const [conv] = users;
  return users.length === 1 && conv.op_type === 'Conv' ? convolutionLayer(steps, conv, isPadded) : undefined;
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @param {boolean} isPadded
 * @returns {ConvolutionLayer | undefined}
 */
function convolutionLayer(steps, conv, isPadded) {
  const weight = steps.weight(conv.input[1]);
  const [outputs, inputs, height, width] = weight.dims;
  const kind = height !== width ? undefined : kindOf(inputs, height, ints(conv, 'strides'));
  if (!kind || (kind === 'whole' && !isPadded)) return undefined;
  steps.remove(conv);
  const layer = { kind, inputs, outputs, size: height, strides: ints(conv, 'strides'), weights: floats(weight) };
  const biases = conv.input[2] === undefined ? new Float32Array(outputs) : floats(steps.weight(conv.input[2]));
  return { ...layer, biases, ...takeActivation(steps, conv) };
}

function kindOf(inputs, size, strides) {
  if (size === 1) return 'pointwise';
  if (inputs === 1) return 'depthwise';
  if (size !== 3) return undefined;
  if (inputs === 3 && strides.every((stride) => stride === 2)) return 'stem';
  return strides.every((stride) => stride === 1) ? 'whole' : undefined;
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @returns {Pick<ConvolutionLayer, 'activation' | 'factor' | 'summand' | 'result'>}
 */
export function takeActivation(steps, conv) {
  const activation = { activation: 'none', factor: 1, summand: 0, result: conv.output[0] };
  const [sigmoid, multiply] = steps.users(activation.result);
  const next = steps.onlyUser(conv);
  if (next?.op_type === 'Relu') {
    activation.activation = 'relu';
    steps.remove(next);
    activation.result = next.output[0];
  } else if (sigmoid?.op_type === 'HardSigmoid' && multiply?.op_type === 'Mul') {
    activation.activation = 'hardSwish';
    for (const node of [sigmoid, multiply]) steps.remove(node);
    activation.result = multiply.output[0];
  }
  for (const [type, key] of [
    ['Mul', 'factor'],
    ['Add', 'summand'],
  ]) {
    const [next, other] = steps.users(activation.result);
    if (other || next?.op_type !== type || steps.scalar(next) === undefined) continue;
    activation[key] = steps.scalar(next);
    steps.remove(next);
    activation.result = next.output[0];
  }
  return activation;
}

/**
 * @param {Steps} steps
 * @param {GraphNode} pool
 * @returns {ExciteLayer}
 */
function exciteLayer(steps, pool) {
  const squeeze = steps.onlyUser(pool);
  const relu = steps.onlyUser(squeeze);
  const excite = steps.onlyUser(relu);
  const sigmoid = steps.onlyUser(excite);
  const multiply = steps.onlyUser(sigmoid);
  for (const node of [pool, squeeze, relu, excite, sigmoid, multiply]) steps.remove(node);
  const [squeezeWeights, squeezeBiases] = squeeze.input.slice(1).map((name) => floats(steps.weight(name)));
  const [exciteWeights, exciteBiases] = excite.input.slice(1).map((name) => floats(steps.weight(name)));
  const slope = sigmoid.attribute.find(({ name }) => name === 'alpha').f;
  const dense = { squeeze: squeezeWeights, squeezeBiases, excite: exciteWeights, exciteBiases, slope };
  const add = steps.onlyUser(multiply);
  if (add?.op_type !== 'Add' || !add.input.includes(pool.input[0])) {
    return { kind: 'excite', ...dense, summand: 0, result: multiply.output[0] };
  }
  steps.remove(add);
  return { kind: 'excite', ...dense, summand: 1, result: add.output[0] };
}

function ints(node, name) {
  return node.attribute.find((attribute) => attribute.name === name).ints;
}
