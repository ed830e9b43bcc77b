/** Takes the backbone out of a network: the layers before its neck, for the kernels of src/assembly/kernels.ts. */
import { floats, Steps } from './networkSteps.js';

/** @typedef {import('./onnxFile.js').Network} Network */
/** @typedef {import('./onnxFile.js').GraphNode} GraphNode */

/**
 * A convolution, and what follows it: hard swish, a factor and a summand.
 *
 * @typedef {object} ConvolutionLayer
 * @property {'stem' | 'pointwise' | 'depthwise'} kind 3 × 3 of three planes, 1 × 1, or of each channel with itself
 * @property {number} inputs channels
 * @property {number} outputs channels
 * @property {number} size of the kernel
 * @property {number[]} strides
 * @property {Float32Array} weights output by output
 * @property {Float32Array} biases
 * @property {boolean} hardSwish
 * @property {number} factor
 * @property {number} summand
 * @property {string} result the name of its tensor
 */

/**
 * Squeeze and excitation: each channel is scaled by what two small dense layers make of the means of all.
 *
 * @typedef {object} ExciteLayer
 * @property {'excite'} kind
 * @property {Float32Array} squeeze weights
 * @property {Float32Array} squeezeBiases
 * @property {Float32Array} excite weights
 * @property {Float32Array} exciteBiases
 * @property {number} slope of the hard sigmoid at the end
 * @property {string} result
 */

/** @typedef {ConvolutionLayer | ExciteLayer} Layer */

/**
 * @param {Network} network after `mergeSteps`; what stays in it has the result of the last layer as its input
 * @returns {Layer[]}
 */
export function takeBackbone({ graph }) {
  const steps = new Steps(graph);
  const layers = [];
  let current = graph.input[0].name;
  for (let layer = layerAt(steps, current); layer; layer = layerAt(steps, current)) {
    layers.push(layer);
    current = layer.result;
  }
  steps.write();
  graph.input = [{ ...graph.input[0], name: current, type: { tensor_type: { elem_type: 1 } } }];
  return layers;
}

/**
 * @param {Steps} steps the layer's are removed from them
 * @param {string} input
 * @returns {Layer | undefined}
 */
function layerAt(steps, input) {
  const users = steps.users(input);
  const pool = users.find(({ op_type: type }) => type === 'GlobalAveragePool');
  if (pool && users.length === 2) return exciteLayer(steps, pool);
  const [conv] = users;
  return users.length === 1 && conv.op_type === 'Conv' ? convolutionLayer(steps, conv) : undefined;
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @returns {ConvolutionLayer | undefined}
 */
function convolutionLayer(steps, conv) {
  const weight = steps.weight(conv.input[1]);
  const [outputs, inputs, height, width] = weight.dims;
  const kind = height !== width ? undefined : kindOf(inputs, height, ints(conv, 'strides'));
  if (!kind) return undefined;
  steps.remove(conv);
  const layer = { kind, inputs, outputs, size: height, strides: ints(conv, 'strides'), weights: floats(weight) };
  const biases = floats(steps.weight(conv.input[2]));
  return { ...layer, biases, ...takeActivation(steps, conv) };
}

function kindOf(inputs, size, strides) {
  if (size === 1) return 'pointwise';
  if (inputs === 1) return 'depthwise';
  return inputs === 3 && size === 3 && strides.every((stride) => stride === 2) ? 'stem' : undefined;
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 */
function takeActivation(steps, conv) {
  const activation = { hardSwish: false, factor: 1, summand: 0, result: conv.output[0] };
  const [sigmoid, multiply] = steps.users(activation.result);
  if (sigmoid?.op_type === 'HardSigmoid' && multiply?.op_type === 'Mul') {
    activation.hardSwish = true;
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
  const result = multiply.output[0];
  return { kind: 'excite', squeeze: squeezeWeights, squeezeBiases, excite: exciteWeights, exciteBiases, slope, result };
}

function ints(node, name) {
  return node.attribute.find((attribute) => attribute.name === name).ints;
}
