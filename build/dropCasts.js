/** @typedef {import('./onnxFile.js').TensorProto} TensorProto */

/** Numbers of TensorProto.DataType (onnx.proto3). */
const int32 = 6;
const int64 = 7;

/**
 * Takes out the steps that convert shapes between whole numbers of 32 and 64 bits, which then stay as long as they are.
 * ONNX Runtime has all conversions in one function, which is so large that V8 takes 350 MB for some seconds to optimise
 * it.
 *
 * @param steps those of a network, as fasterNetwork.js has them; they are changed
 */
export function dropCasts(steps) {
  for (const cast of steps.all('Cast')) {
    const type = cast.attribute.find(({ name }) => name === 'to')?.i;
    if (type !== int32 && type !== int64) continue;
    const [from] = cast.input;
    const [to] = cast.output;
    const constant = steps.weight(from);
    if (constant?.data_type === int32 || constant?.data_type === int64) {
      steps.weights.set(to, asLong(constant, to));
      steps.remove(cast);
    } else if (isShape(steps, from)) steps.replaceBy(cast, from);
  }
}

/**
 * @param steps
 * @param {string} name
 * @returns {boolean} whether it is the size of something, or a part of that
 */
function isShape(steps, name) {
  const maker = steps.maker(name);
  return maker?.op_type === 'Shape' || (maker?.op_type === 'Slice' && isShape(steps, maker.input[0]));
}

/**
 * @param {TensorProto} tensor of whole numbers
 * @param {string} name
 * @returns {TensorProto}
 */
function asLong(tensor, name) {
  if (tensor.data_type === int64) return { ...tensor, name };
  const values = new Int32Array(Uint8Array.from(tensor.raw_data).buffer);
  const raw_data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { ...tensor, name, data_type: int64, raw_data };
}
