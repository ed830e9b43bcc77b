import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backbone } from '../../../src/node/ocr/fixedPoint/backbone.ts';
import { KernelMemory } from '../../../src/node/ocr/fixedPoint/kernelMemory.ts';
import { buildSteps, builtKernels, noise, pictures, runNetwork, type GraphNode, type Network } from './backbones.ts';

/** A network of layers one after the other, which starts with `x` and whose every layer is called by its place. */
class SmallNetwork {
  readonly #nodes: GraphNode[] = [];
  readonly #weights: object[] = [];
  last = 'x';

  conv(outputs: number, inputs: number, kernel: readonly [number, number], strides = [1, 1], group = 1): this {
    const size = inputs * kernel[0] * kernel[1];
    // Results stay about as large as what they come from.
    const weights = noise(outputs * size, outputs + size).map((value) => (value * 2) / Math.sqrt(size));
    const biases = noise(outputs, size);
    const pads = [...kernel, ...kernel].map((side) => side >> 1);
    return this.#step('Conv', [this.last, this.#weight(weights, [outputs, inputs, ...kernel]), this.#weight(biases)], {
      ints: { kernel_shape: [...kernel], strides, pads, dilations: [1, 1] },
      int: { group },
    });
  }

  hardSwish(): this {
    const x = this.last;
    this.#step('HardSigmoid', [x], { float: { alpha: 1 / 6, beta: 0.5 } });
    return this.#step('Mul', [x, this.last]);
  }

  scalar(type: 'Mul' | 'Add', value: number): this {
    return this.#step(type, [this.last, this.#weight(Float32Array.of(value))]);
  }

  relu(): this {
    return this.#step('Relu', [this.last]);
  }

  /** @param input whether its input is added to its result. */
  excitation(channels: number, hidden: number, input?: 'added'): this {
    const x = this.last;
    this.#step('GlobalAveragePool', [x]).conv(hidden, channels, [1, 1]).#step('Relu', [this.last]);
    this.conv(channels, hidden, [1, 1]).#step('HardSigmoid', [this.last], { float: { alpha: 0.2, beta: 0.5 } });
    this.#step('Mul', [x, this.last]);
    return input === 'added' ? this.#step('Add', [x, this.last]) : this;
  }

  network(): Network {
    const info = (name: string) => ({ name, type: { tensor_type: { elem_type: 1 } } });
    const lists = { node: this.#nodes, initializer: this.#weights, input: [info('x')], output: [info(this.last)] };
    return { ir_version: 8, opset_import: [{ domain: '', version: 11 }], graph: { name: 'small', ...lists } };
  }

  #weight(values: Float32Array, dims: readonly number[] = [values.length]): string {
    const name = `w${this.#weights.length}`;
    this.#weights.push({ name, dims, data_type: 1, raw_data: new Uint8Array(values.buffer) });
    return name;
  }

  #step(
    op_type: string,
    input: readonly string[],
    attributes: {
      readonly int?: Readonly<Record<string, number>>;
      readonly float?: Readonly<Record<string, number>>;
      readonly ints?: Readonly<Record<string, readonly number[]>>;
    } = {},
  ): this {
    this.last = `y${this.#nodes.length}`;
    const attribute = [
      ...Object.entries(attributes.float ?? {}).map(([name, f]) => ({ name, type: 1, f })),
      ...Object.entries(attributes.int ?? {}).map(([name, i]) => ({ name, type: 2, i })),
      ...Object.entries(attributes.ints ?? {}).map(([name, ints]) => ({ name, type: 7, ints })),
    ];
    this.#nodes.push({ op_type, input, output: [this.last], attribute });
    return this;
  }
}

/** One of each kind of layer. */
function everyLayer(): SmallNetwork {
  return new SmallNetwork()
    .conv(16, 3, [3, 3], [2, 2])
    .conv(16, 1, [3, 3], [1, 1], 16)
    .hardSwish()
    .conv(32, 16, [1, 1])
    .hardSwish()
    .scalar('Mul', 1.5)
    .scalar('Add', -0.5)
    .conv(32, 1, [5, 5], [2, 1], 32)
    .excitation(32, 8)
    .conv(12, 32, [1, 1])
    .relu()
    .conv(48, 12, [1, 1])
    .excitation(48, 8, 'added');
}

describe('a backbone in fixed point', () => {
  let build: Awaited<ReturnType<typeof buildSteps>>;
  let kernels: WebAssembly.Module;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-backbone-'));
    build = await buildSteps();
    kernels = await builtKernels();
  });

  after(() => rm(folder, { recursive: true }));

  /** @param range of every result. */
  function backboneOf(network: Network, range: number): Backbone {
    const ranges = Object.fromEntries(network.graph.node.map(({ output: [name = ''] }) => [name, range]));
    return packed(build.takeBackbone(network), ranges);
  }

  function packed(layers: readonly object[], ranges: Readonly<Record<string, number>>): Backbone {
    const bytes = new build.PackedBytes();
    const packedLayers = build.packBackbone(layers, ranges, bytes);
    const file = join(folder, 'weights');
    writeFileSync(file, bytes.joined());
    return new Backbone(packedLayers, new KernelMemory(file, kernels));
  }

  for (const [height, width] of [
    [48, 160],
    [48, 33],
    [20, 3],
  ] as const) {
    it(`computes what the network computes, of ${width} × ${height} pixels`, async () => {
      const input = pictures(2, height, width);
      const wanted = await runNetwork(build.encodeNetwork(everyLayer().network()), input);
      const features = backboneOf(everyLayer().network(), 40).run(input);
      const { count, channels, height: rows, width: columns } = features;
      assert.deepEqual([count, channels, rows, columns], wanted.dims);
      const values = wanted.data as Float32Array;
      const farthest = values.reduce(
        (far, value, at) => Math.max(far, Math.abs(value - (features.data[at] ?? NaN))),
        0,
      );
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assert.ok(largest > 1, `the largest is ${largest}`);
      assert.ok(farthest < largest / 200, `${farthest} away`);
    });
  }

  it('cuts off what is beyond the range, and never turns it round', () => {
    const run = (range: number) => {
      const network = new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).network();
      return backboneOf(network, range).run(pictures(1, 8, 8)).data;
    };
    const exact = run(40);
    const cut = run(0.5);
    assert.ok(exact.some((value) => Math.abs(value) > 1.5));
    exact.forEach((value, at) => {
      const wanted = Math.max(-1, Math.min(1, value));
      assert.ok(Math.abs((cut[at] ?? NaN) - wanted) < 0.01, `${cut[at]} is not ${wanted}`);
    });
  });

  it('holds the largest sums that there can be', () => {
    const inputs = 480;
    const layers = [
      {
        kind: 'pointwise',
        outputs: 8,
        inputs,
        weights: new Float32Array(8 * inputs).fill(3),
        biases: new Float32Array(8),
      },
    ].map((layer) => ({ ...layer, activation: 'none', size: 1, factor: 1, summand: 0, result: 'y' }));
    const bytes = new build.PackedBytes();
    const [layer] = build.packChain(layers, { scale: 1, channels: inputs }, { y: 1 }, bytes).layers;
    assert.equal(layer?.kind, 'pointwise');
    const weights = new Int16Array(bytes.joined().buffer, layer.weights, 8 * inputs);
    const largest = weights.slice(0, inputs * 8).reduce((sum, weight) => sum + Math.abs(weight), 0) / 8;
    assert.ok(largest > 60_000 && largest * 32_768 < 2 ** 31, `${largest}`);
  });

  it('uses the bits again that excitation leaves', () => {
    const network = () => new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).excitation(16, 8).network();
    const names = build.takeBackbone(network()).map((layer) => (layer as { readonly result: string }).result);
    const [first = '', second = ''] = names;
    const run = (range: number) =>
      packed(build.takeBackbone(network()), { [first]: 40, [second]: range }).run(pictures(1, 16, 16)).data;
    const [coarse, fine] = [run(40), run(5)];
    const step = 40 / 16_384;
    assert.ok(fine.every((value, at) => Math.abs(value - (coarse[at] ?? NaN)) < step));
    assert.ok(fine.some((value) => Math.abs(value / step - Math.round(value / step)) > 0.3));
  });

  for (const [what, range, shift, input] of [
    ['all bits', 1e-9, 1],
    ['all bits, and its input is added', 1e-9, 1, 'added'],
    ['a few', 5, 12],
    ['none', 1000, 15],
  ] as const) {
    it(`shifts by ${shift} where excitation leaves ${what}`, () => {
      const layers = build.takeBackbone(
        new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).excitation(16, 8, input).network(),
      );
      const [first = '', second = ''] = layers.map((layer) => (layer as { readonly result: string }).result);
      const excite = build.packBackbone(layers, { [first]: 40, [second]: range }, new build.PackedBytes())[2];
      assert.ok(excite?.kind === 'excite');
      assert.equal(excite.shift, shift);
    });
  }

  it('ends where the network goes on with something else, which stays in floats', async () => {
    const whole = everyLayer().conv(4, 48, [1, 3]).network();
    const rest = everyLayer().conv(4, 48, [1, 3]).network();
    const input = pictures(1, 48, 64);
    const features = backboneOf(rest, 40).run(input);
    assert.deepEqual(
      rest.graph.node.map((node) => node.op_type),
      ['Conv'],
    );
    const wanted = (await runNetwork(build.encodeNetwork(whole), input)).data as Float32Array;
    const actual = (await runNetwork(build.encodeNetwork(rest), features)).data as Float32Array;
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(wanted.every((value, at) => Math.abs(value - (actual[at] ?? NaN)) < largest / 100));
  });

  it('ends before a convolution of 3 × 3 of all channels, which wants zeros around', () => {
    const network = everyLayer().conv(8, 48, [3, 3]).network();
    build.takeBackbone(network);
    assert.deepEqual(
      network.graph.node.map((node) => node.op_type),
      ['Conv'],
    );
  });

  it('is refused where a layer has more channels than its sums can hold', () => {
    const wide = new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).conv(1032, 16, [1, 1]).network();
    assert.throws(() => backboneOf(wide, 40), /1032 channels/);
  });

  it('is refused while the range of a layer is not known', () => {
    assert.throws(() => packed(build.takeBackbone(everyLayer().network()), { y0: 1 }), /y\d+ is not known/);
  });
});
