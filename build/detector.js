/**
 * Takes a detection network apart (PP-OCRv4: a backbone, a feature pyramid and a head), for
 * src/node/ocr/fixedPoint/detector.ts.
 */
import { takeActivation, takeChain } from './backbone.js';
import { floats, Steps } from './networkSteps.js';

/** @typedef {import('./onnxFile.js').Network} Network */
/** @typedef {import('./onnxFile.js').GraphNode} GraphNode */
/** @typedef {import('./backbone.js').Layer} Layer */
/** @typedef {import('./backbone.js').ConvolutionLayer} ConvolutionLayer */

/**
 * @typedef {object} Level of the pyramid
 * @property {Layer[]} backbone from the level before, or the picture
 * @property {Layer[]} lateral from that to the pyramid
 * @property {string} sum the result of adding what the levels above saw
 * @property {Layer[]} fused from the sum
 */

/**
 * @param {Network} network after `mergeSteps`
 * @returns {{ levels: Level[], head: Layer[], last: ConvolutionLayer }}
 * @throws Error where it is built otherwise
 */
export function takeDetector({ graph }) {
  const steps = new Steps(graph);
  const levels = takeLevels(steps, graph.input[0].name);
  const concat = steps.all('Concat')[0];
  const fused = levels.map((level) => level.fused.at(-1).result);
  const joined = concat?.input.map((name) => (fused.includes(name) ? name : steps.maker(name)?.input[0]));
  if (joined?.join() !== fused.toReversed().join()) throw unknownNetwork();
  const { layers, result } = takeChain(steps, concat.output[0], { isPadded: true });
  const first = takeEnlarging(steps, result);
  return { levels, head: [...layers, first], last: takeEnlarging(steps, first.result) };
}

function unknownNetwork() {
  return new Error('The detection network is not built as PP-OCRv4 is.');
}

/**
 * @param {Steps} steps
 * @param {string} picture
 * @returns {Level[]}
 */
function takeLevels(steps, picture) {
  const levels = [];
  for (let input = picture, users = steps.users(picture); users.length > 0;) {
    const { layers: backbone, result } = takeChain(steps, input, { users });
    const [lateralConv, next] = byGroups(steps, steps.users(result));
    const lateral = next ? takeChain(steps, result, { users: [lateralConv] }) : { layers: [], result };
    const sum = next ? steps.users(lateral.result).find(({ op_type: type }) => type === 'Add')?.output[0] : result;
    const conv = steps.users(sum ?? '').find(({ op_type: type }) => type === 'Conv');
    if (!conv) throw unknownNetwork();
    levels.push({
      backbone,
      lateral: lateral.layers,
      sum,
      fused: takeChain(steps, sum, { users: [conv], isPadded: true }).layers,
    });
    [input, users] = [result, next ? [next] : []];
  }
  return levels;
}

/**
 * @param {Steps} steps
 * @param {GraphNode[]} users of a level of the backbone
 * @returns {GraphNode[]} that of all channels and that of each with itself; of the last level none
 */
function byGroups(steps, users) {
  const inputs = ({ input }) => steps.weight(input[1]).dims[1];
  if (!users.every(({ op_type: type }) => type === 'Conv')) return [];
  return users.toSorted((a, b) => inputs(b) - inputs(a));
}

/**
 * A transposed convolution of 2 × 2 and stride 2 makes four pixels of each: here it is one of 1 × 1, of which these are
 * outputs one behind the other.
 *
 * @param {Steps} steps
 * @param {string} input
 * @returns {ConvolutionLayer}
 */
function takeEnlarging(steps, input) {
  const [transposed] = steps.users(input);
  if (transposed?.op_type !== 'ConvTranspose') throw unknownNetwork();
  const weight = steps.weight(transposed.input[1]);
  const [inputs, channels, height, width] = weight.dims;
  if (height !== 2 || width !== 2) throw unknownNetwork();
  const { factors, biases, node } = takeNormalisation(steps, transposed, channels);
  const given = floats(weight);
  const outputs = 4 * channels;
  const weights = new Float32Array(outputs * inputs);
  for (let output = 0; output < outputs; output++) {
    const [channel, place] = [output % channels, Math.floor(output / channels)];
    for (let from = 0; from < inputs; from++) {
      weights[output * inputs + from] = given[(from * channels + channel) * 4 + place] * factors[channel];
    }
  }
  const four = Float32Array.from({ length: outputs }, (_, output) => biases[output % channels]);
  return {
    kind: 'pointwise',
    inputs,
    outputs,
    size: 1,
    strides: [1, 1],
    weights,
    biases: four,
    ...takeActivation(steps, node),
  };
}

/**
 * A bias and batch normalisation behind a convolution.
 *
 * @param {Steps} steps
 * @param {GraphNode} conv
 * @param {number} channels
 */
function takeNormalisation(steps, conv, channels) {
  let factors = new Float32Array(channels).fill(1);
  let biases = new Float32Array(channels);
  let node = conv;
  for (let next = steps.onlyUser(node); next; next = steps.onlyUser(node)) {
    const values = next.input
      .map((name) => steps.weight(name))
      .filter(Boolean)
      .map(floats);
    if (next.op_type === 'Add' && values.length === 1) {
      biases = biases.map((bias, channel) => bias + values[0][channel]);
    } else if (next.op_type === 'BatchNormalization') {
      const [gamma, beta, mean, variance] = values;
      const epsilon = next.attribute.find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
      const own = gamma.map((value, channel) => value / Math.sqrt(variance[channel] + epsilon));
      factors = factors.map((factor, channel) => factor * own[channel]);
      biases = biases.map((bias, channel) => (bias - mean[channel]) * own[channel] + beta[channel]);
    } else break;
    steps.remove(next);
    node = next;
  }
  return { factors, biases, node };
}
