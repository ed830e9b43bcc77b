/**
 * Rewrites a convolutional network so that it computes the same in fewer steps: each that goes was a pass over memory.
 * Measured: 5 % less time.
 */
import { dropCasts } from './dropCasts.js';
import { bytesOf, floats, Steps } from './networkSteps.js';

/** @typedef {import('./onnxFile.js').Network} Network */
/** @typedef {import('./onnxFile.js').GraphNode} GraphNode */
/** @typedef {import('./onnxFile.js').TensorProto} TensorProto */

/**
 * Constants into weights, shapes converted no more, batch normalisation and single factors and summands into the
 * convolution before them, hard swish into two steps, and what scales its result into the convolution behind it.
 *
 * @param {Network} network is changed
 */
export function mergeSteps({ graph }) {
  const steps = new Steps(graph);
  steps.constantsToWeights();
  dropCasts(steps);
  for (const node of steps.all('Conv')) while (mergeNext(steps, node));
  for (const node of steps.all('Div')) mergeHardSwish(steps, node);
  for (const node of steps.all('Mul')) if (steps.scalar(node) === 1) steps.replaceBy(node, steps.variable(node));
  steps.write();
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @returns {boolean} whether what follows the convolution went into it
 */
function mergeNext(steps, conv) {
  const next = steps.onlyUser(conv);
  if (!next) return false;
  const channels = steps.weight(conv.input[1]).dims[0] ?? 0;
  const value = steps.scalar(next);
  if (next.op_type === 'Mul' && value !== undefined) scaleOutput(steps, conv, filled(channels, value));
  else if (next.op_type === 'Add' && value !== undefined) shiftOutput(steps, conv, filled(channels, value));
  else if (next.op_type === 'BatchNormalization') {
    const [gamma, beta, mean, variance] = next.input.slice(1).map((name) => floats(steps.weight(name)));
    const epsilon = next.attribute.find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
    const factors = gamma.map((value, channel) => value / Math.sqrt(variance[channel] + epsilon));
    const summands = beta.map((value, channel) => value - mean[channel] * factors[channel]);
    scaleOutput(steps, conv, factors);
    shiftOutput(steps, conv, summands);
  } else return false;
  steps.replaceBy(next, conv.output[0]);
  return true;
}

/**
 * `x · clip(x + 3, 0, 6) / 6`, and a factor and a summand behind it.
 *
 * @param {Steps} steps
 * @param {GraphNode} div its last step
 */
function mergeHardSwish(steps, div) {
  const multiply = steps.maker(div.input[0]);
  const clip = multiply?.op_type === 'Mul' ? steps.maker(multiply.input[1]) : undefined;
  const add = clip?.op_type === 'Clip' ? steps.maker(clip.input[0]) : undefined;
  if (!add || add.op_type !== 'Add' || steps.variable(add) !== multiply.input[0]) return;
  if (steps.scalar(add) !== 3 || steps.scalar(div) !== 6) return;
  const attribute = [
    { name: 'alpha', type: 1, f: 1 / 6 },
    { name: 'beta', type: 1, f: 0.5 },
  ];
  Object.assign(clip, { op_type: 'HardSigmoid', input: [multiply.input[0]], attribute });
  steps.remove(add);
  steps.replaceBy(div, multiply.output[0]);
  mergeForward(steps, multiply);
}

/**
 * A factor and a summand of a result go on into the convolution behind them, where only that uses them.
 *
 * @param {Steps} steps
 * @param {GraphNode} node
 */
function mergeForward(steps, node) {
  const factor = steps.onlyUser(node);
  const summand = factor && steps.onlyUser(factor);
  const conv = summand && steps.onlyUser(summand);
  if (factor?.op_type !== 'Mul' || summand?.op_type !== 'Add' || conv?.op_type !== 'Conv') return;
  const a = steps.scalar(factor);
  const b = steps.scalar(summand);
  if (a === undefined || b === undefined || a === 0) return;
  const weight = steps.weight(conv.input[1]);
  const isPadded = conv.attribute.some(({ name, ints }) => name === 'pads' && ints?.some((pad) => pad > 0));
  if (isPadded) {
    // Beyond the edge are zeros, which have no summand.
    steps.replaceBy(factor, node.output[0]);
    summand.input = [node.output[0], steps.newWeight(summand.output[0], Float32Array.of(b / a))];
  } else {
    const values = floats(weight);
    const inputs = values.length / weight.dims[0];
    const summands = Float32Array.from({ length: weight.dims[0] }, (_, channel) =>
      values.subarray(channel * inputs, (channel + 1) * inputs).reduce((sum, value) => sum + value * b, 0),
    );
    shiftOutput(steps, conv, summands);
    steps.replaceBy(factor, node.output[0]);
    steps.replaceBy(summand, node.output[0]);
  }
  change(weight, (value) => value * a);
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @param {Float32Array} factors one for each channel
 */
function scaleOutput(steps, conv, factors) {
  const weight = steps.weight(conv.input[1]);
  const size = weight.raw_data.length / Float32Array.BYTES_PER_ELEMENT / factors.length;
  change(weight, (value, index) => value * factors[Math.floor(index / size)]);
  if (conv.input[2] !== undefined) {
    change(steps.weight(conv.input[2]), (value, channel) => value * factors[channel]);
  }
}

/**
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @param {Float32Array} summands one for each channel
 */
function shiftOutput(steps, conv, summands) {
  if (conv.input[2] === undefined) conv.input[2] = steps.newWeight(conv.output[0], summands);
  else change(steps.weight(conv.input[2]), (value, channel) => value + summands[channel]);
}

function filled(length, value) {
  return new Float32Array(length).fill(value);
}

/** @param {TensorProto} tensor */
function change(tensor, map) {
  tensor.raw_data = bytesOf(floats(tensor).map(map));
}
