/** The steps of a network in the ONNX format, and its weights as numbers. */

/** @typedef {import('./onnxFile.js').Graph} Graph */
/** @typedef {import('./onnxFile.js').GraphNode} GraphNode */
/** @typedef {import('./onnxFile.js').TensorProto} TensorProto */

const floatType = 1;

/** The steps of a network, and who uses what. */
export class Steps {
  /** @param {Graph} graph */
  constructor(graph) {
    this.graph = graph;
    this.nodes = [...graph.node];
    this.weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  }

  constantsToWeights() {
    for (const node of this.all('Constant')) {
      const tensor = node.attribute.find(({ name }) => name === 'value')?.t;
      if (!tensor) continue;
      this.weights.set(node.output[0], { ...tensor, name: node.output[0] });
      this.remove(node);
    }
  }

  all(type) {
    return this.nodes.filter((node) => node.op_type === type);
  }

  weight(name) {
    return this.weights.get(name);
  }

  /** @returns its name */
  newWeight(of, values) {
    const name = `${of}.merged`;
    this.weights.set(name, { name, dims: [values.length], data_type: floatType, raw_data: bytesOf(values) });
    return name;
  }

  maker(name) {
    return this.nodes.find((node) => node.output.includes(name));
  }

  /** @returns {GraphNode[]} */
  users(name) {
    return this.nodes.filter((node) => node.input.includes(name));
  }

  /** The step that alone uses a result. */
  onlyUser(node) {
    const users = this.users(node.output[0]);
    return users.length === 1 ? users[0] : undefined;
  }

  /** The one number that a step of two inputs always gets. */
  scalar(node) {
    const constants = node.input.map((name) => this.weights.get(name)).filter((tensor) => tensor !== undefined);
    const [tensor] = constants;
    if (constants.length !== 1 || tensor.data_type !== floatType) return undefined;
    const values = floats(tensor);
    return values.length === 1 ? values[0] : undefined;
  }

  /** The other input. */
  variable(node) {
    return node.input.find((name) => !this.weights.has(name));
  }

  /** @throws Error where it is not there (any more) */
  remove(node) {
    const index = this.nodes.indexOf(node);
    if (index < 0) throw new Error(`The network has no step ${node.name} to take out.`);
    this.nodes.splice(index, 1);
  }

  replaceBy(node, name) {
    this.remove(node);
    for (const other of this.nodes) other.input = other.input.map((input) => (input === node.output[0] ? name : input));
  }

  write() {
    const used = new Set(this.nodes.flatMap((node) => node.input));
    this.graph.node = this.nodes;
    this.graph.initializer = [...this.weights.values()].filter(({ name }) => used.has(name));
  }
}

/** @param {TensorProto} tensor */
export function floats({ raw_data: bytes }) {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** @param {Float32Array} values */
export function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
