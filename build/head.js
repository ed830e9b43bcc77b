/**
 * Takes the head off a recognition network: the dense layer whose softmax is its output, for src/assembly/kernels.ts.
 */
import { floats, Steps } from './networkSteps.js';

/** @typedef {import('./onnxFile.js').Network} Network */

/**
 * @typedef {object} DenseLayer
 * @property {number} inputs
 * @property {number} outputs
 * @property {Float32Array} weights output by output
 * @property {Float32Array} biases
 * @property {string} input the name of what it starts from
 * @property {string} result the name of what the softmax is made of
 */

/**
 * @param {Network} network what stays in it has the layer's input as its output
 * @returns {DenseLayer}
 * @throws Error where it ends otherwise
 */
export function takeHead({ graph }) {
  const steps = new Steps(graph);
  const [output] = graph.output;
  const softmax = steps.maker(output.name);
  const add = steps.maker(softmax?.input[0]);
  const multiply = steps.maker(add?.input[0]);
  if (softmax?.op_type !== 'Softmax' || add?.op_type !== 'Add' || multiply?.op_type !== 'MatMul') {
    throw new Error('The recognition network does not end with a dense layer and a softmax.');
  }
  const [input, name] = multiply.input;
  const [inputs, outputs] = steps.weight(name).dims;
  const byInput = floats(steps.weight(name));
  const weights = byInput.map((_, index) => byInput[(index % inputs) * outputs + Math.floor(index / inputs)]);
  const biases = floats(steps.weight(add.input[1]));
  for (const node of [softmax, add, multiply]) steps.remove(node);
  steps.write();
  graph.output = [{ name: input, type: { tensor_type: { elem_type: 1 } } }];
  return { inputs, outputs, weights, biases, input, result: add.output[0] };
}
