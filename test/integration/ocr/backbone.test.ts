import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backbone, type PackedBackbone, type Planes } from '../../../src/node/ocr/fixedPoint/backbone.ts';
import { featureExtractor, type FeatureExtractor } from '../../../src/node/ocr/fixedPoint/featureExtractor.ts';
import { buildSteps, builtBackbone, builtKernels, runNetwork, type GraphNode, type Network } from './backbones.ts';
import { assetsFolder } from './pictures.ts';

/** Numbers from -1 to 1, the same each time. */
function noise(length: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  });
}

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

  excitation(channels: number, hidden: number): this {
    const x = this.last;
    this.#step('GlobalAveragePool', [x]).conv(hidden, channels, [1, 1]).#step('Relu', [this.last]);
    this.conv(channels, hidden, [1, 1]).#step('HardSigmoid', [this.last], { float: { alpha: 0.2, beta: 0.5 } });
    return this.#step('Mul', [x, this.last]);
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
    .conv(48, 32, [1, 1]);
}

function pictures(count: number, height: number, width: number): Planes {
  return { data: noise(count * 3 * height * width, width), count, channels: 3, height, width };
}

describe('a backbone in fixed point', () => {
  let build: Awaited<ReturnType<typeof buildSteps>>;
  let kernels: WebAssembly.Module;

  before(async () => {
    build = await buildSteps();
    kernels = await builtKernels();
  });

  /** @param range of every result. */
  function packed(network: Network, range: number): PackedBackbone {
    const ranges = Object.fromEntries(network.graph.node.map(({ output: [name = ''] }) => [name, range]));
    const { layers, bytes } = build.packLayers(build.takeBackbone(network), ranges);
    return { layers, weights: bytes, kernels };
  }

  for (const [height, width] of [
    [48, 160],
    [48, 33],
    [20, 3],
  ] as const) {
    it(`computes what the network computes, of ${width} × ${height} pixels`, async () => {
      const input = pictures(2, height, width);
      const wanted = await runNetwork(build.encodeNetwork(everyLayer().network()), input);
      const features = new Backbone(packed(everyLayer().network(), 40)).run(input);
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
      return new Backbone(packed(network, range)).run(pictures(1, 8, 8)).data;
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
    ].map((layer) => ({ ...layer, hardSwish: false, factor: 1, summand: 0, result: 'y' }));
    const { layers: packedLayers, bytes } = build.packLayers(layers, { y: 1 });
    const [layer] = packedLayers;
    assert.equal(layer?.kind, 'pointwise');
    const weights = new Int16Array(bytes.buffer, layer.weights, 8 * inputs);
    const largest = weights.slice(0, inputs * 8).reduce((sum, weight) => sum + Math.abs(weight), 0) / 8;
    assert.ok(largest > 60_000 && largest * 32_768 < 2 ** 31, `${largest}`);
  });

  it('uses the bits again that excitation leaves', () => {
    const network = () => new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).excitation(16, 8).network();
    const names = build.takeBackbone(network()).map((layer) => (layer as { readonly result: string }).result);
    const [first = '', second = ''] = names;
    const [same, less] = [40, 5].map((range) =>
      build.packLayers(build.takeBackbone(network()), { [first]: 40, [second]: range }),
    );
    assert.ok(same && less);
    const run = ({ layers, bytes }: typeof same) =>
      new Backbone({ layers, weights: bytes, kernels }).run(pictures(1, 16, 16)).data;
    const [coarse, fine] = [run(same), run(less)];
    const step = 40 / 16_384;
    assert.ok(fine.every((value, at) => Math.abs(value - (coarse[at] ?? NaN)) < step));
    assert.ok(fine.some((value) => Math.abs(value / step - Math.round(value / step)) > 0.3));
  });

  it('ends where the network goes on with something else, which stays in floats', async () => {
    const whole = everyLayer().conv(4, 48, [1, 3]).network();
    const rest = everyLayer().conv(4, 48, [1, 3]).network();
    const input = pictures(1, 48, 64);
    const features = new Backbone(packed(rest, 40)).run(input);
    assert.deepEqual(
      rest.graph.node.map((node) => node.op_type),
      ['Conv'],
    );
    const wanted = (await runNetwork(build.encodeNetwork(whole), input)).data as Float32Array;
    const actual = (await runNetwork(build.encodeNetwork(rest), features)).data as Float32Array;
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(wanted.every((value, at) => Math.abs(value - (actual[at] ?? NaN)) < largest / 100));
  });

  it('is refused where a layer has more channels than its sums can hold', () => {
    const wide = new SmallNetwork().conv(16, 3, [3, 3], [2, 2]).conv(1032, 16, [1, 1]).network();
    assert.throws(() => packed(wide, 40), /1032 channels/);
  });

  it('is refused while the range of a layer is not known', () => {
    assert.throws(() => build.packLayers(build.takeBackbone(everyLayer().network()), { y0: 1 }), /y\d+ is not known/);
  });

  it('computes the same in threads, and answers each with its own', async () => {
    const backbone = await builtBackbone();
    const [alone, threads] = [1, 2].map((count) =>
      featureExtractor(join(assetsFolder, 'backboneThread.cjs'), backbone, count),
    );
    const widths = [64, 40, 96, 16, 64];
    const extract = (extractor: FeatureExtractor | undefined) =>
      Promise.all(
        widths.map((width) => extractor?.extract(pictures(1, 48, width)) ?? Promise.reject(new Error('none'))),
      );
    assert.deepEqual(await extract(threads), await extract(alone));
  });

  for (const threads of [1, 2]) {
    it(`hands over what it computes from, in ${threads} threads`, async () => {
      const extractor = featureExtractor(join(assetsFolder, 'backboneThread.cjs'), await builtBackbone(), threads);
      const given = pictures(1, 48, 16);
      await extractor.extract(given);
      assert.equal(given.data.length, 0);
    });
  }

  it('fails where its thread failed, then and from then on', async () => {
    const backbone = await builtBackbone();
    // Half as many threads as batches at once.
    const broken = featureExtractor(join(assetsFolder, 'backboneThread.cjs'), backbone, 2);
    // More than a memory has.
    const tooLarge = () => broken.extract({ ...pictures(1, 48, 16), height: 1e9 });
    await Promise.all([1, 2].map(() => assert.rejects(tooLarge(), RangeError)));
    await assert.rejects(broken.extract(pictures(1, 48, 16)), RangeError);
  });

  it('fails where its thread ended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porter-ocr-'));
    try {
      const script = join(folder, 'exiting.cjs');
      await writeFile(script, `require('node:worker_threads').parentPort.on('message', () => process.exit(3))`);
      const ending = featureExtractor(script, await builtBackbone(), 2);
      // One for each thread, then one for a thread that has ended.
      for (let count = 0; count < 3; count++) {
        await assert.rejects(ending.extract(pictures(1, 48, 16)), { message: 'its thread ended with code 3' });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
