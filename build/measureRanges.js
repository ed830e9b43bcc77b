/**
 * `node build/measureRanges.js`: measures the largest magnitude of each result of the recognition network's backbone and head, on
 * lines of receipts that the tests render, each receipt damaged in another way, and writes them to
 * activationRanges.json.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import startVips from 'wasm-vips';
import { decodeImage } from '../src/node/ocr/decodeImage.ts';
import { fileInMemory } from '../src/node/ocr/pictureFile.ts';
import { findLines } from '../src/node/ocr/findLines.ts';
import { drawLines } from '../src/node/ocr/recogniseLines.ts';
import { damageNames } from '../test/rendered/damage.ts';
import { pictureOf } from '../test/rendered/picture.ts';
import { renderedReceipt } from '../test/rendered/receipt.ts';
import { takeBackbone } from './backbone.js';
import { takeHead } from './head.js';
import { encodeNetwork } from './onnxFile.js';
import { models, rangesFile, readNetwork } from './readingNetworks.js';

/** Further receipts hardly widen a range. */
const receipts = 2 * (damageNames.length + 1);
/** Every so many lines of one. */
const step = 4;

env.logLevel = 'error';
const detection = await InferenceSession.create(await readFile(models.detection));
const taken = await readNetwork(models.recognition);
const head = takeHead(taken);
const layers = takeBackbone(taken);
const names = [...layers.map(({ result }) => result), head.input, head.result];
const network = await readNetwork(models.recognition);
network.graph.output.push(...names.map((name) => ({ name, type: { tensor_type: { elem_type: 1 } } })));
const recognition = await InferenceSession.create(encodeNetwork(network));
const vips = await startVips({ dynamicLibraries: [] });
const ranges = Object.fromEntries(names.map((name) => [name, 0]));
for (let seed = 0; seed < receipts; seed++) {
  const picture = pictureOf(renderedReceipt(seed), damageNames[(seed % (damageNames.length + 1)) - 1]);
  const { raster } = decodeImage(vips, fileInMemory(picture), 'image/jpeg', { pixelLimit: 1e8, isAlone: true });
  const { regions } = await findLines(detection, raster);
  for (const region of regions.filter((_, index) => index % step === 0)) {
    const { data, height, width } = drawLines(raster, [region]);
    const results = await recognition.run({ x: new Tensor('float32', data, [1, 3, height, width]) });
    for (const name of names) {
      const largest = results[name].data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      ranges[name] = Math.max(ranges[name], Number(largest.toPrecision(3)));
    }
  }
}
await writeFile(rangesFile, `${JSON.stringify(ranges, undefined, 2)}\n`);
process.exit();
