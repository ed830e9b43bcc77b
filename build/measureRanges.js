/**
 * `node build/measureRanges.js`: measures the largest magnitude of each result of the detection network, and of the
 * recognition network's backbone and head, on receipts that the tests render, each damaged in another way, and writes
 * them to activationRanges.json.
 */
import { writeFile } from 'node:fs/promises';
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
import { takeDetector } from './detector.js';
import { takeHead } from './head.js';
import { encodeNetwork } from './onnxFile.js';
import { models, rangesFile, readNetwork } from './readingNetworks.js';

/** Further receipts hardly widen a range. */
const receipts = 2 * (damageNames.length + 1);
/** Every so many lines of one. */
const step = 4;

env.logLevel = 'error';
const ranges = { detection: {}, recognition: {} };
const taken = await readNetwork(models.recognition);
const head = takeHead(taken);
const layers = takeBackbone(taken);
const recognition = await measured('recognition', [...layers.map(({ result }) => result), head.input, head.result]);
const detector = takeDetector(await readNetwork(models.detection));
const detection = await measured('detection', [
  ...detector.levels.flatMap(({ backbone, lateral, sum, fused }) => [
    ...[...backbone, ...lateral, ...fused].map(({ result }) => result),
    sum,
  ]),
  ...detector.head.map(({ result }) => result),
]);
const vips = await startVips({ dynamicLibraries: [] });
for (let seed = 0; seed < receipts; seed++) {
  const picture = pictureOf(renderedReceipt(seed), damageNames[(seed % (damageNames.length + 1)) - 1]);
  const { raster } = await decodeImage(vips, fileInMemory(picture), 'image/jpeg', { pixelLimit: 1e8, isAlone: true });
  const { regions } = await findLines({ atOnce: 1, run: (_, pictures) => detection(pictures) }, raster);
  for (const region of regions.filter((_, index) => index % step === 0)) await recognition(drawLines(raster, [region]));
}
await writeFile(rangesFile, `${JSON.stringify(ranges, undefined, 2)}\n`);
process.exit();

/**
 * @param {'detection' | 'recognition'} kind
 * @param {string[]} names of the results that are measured
 * @returns what runs the network on pictures
 */
async function measured(kind, names) {
  const network = await readNetwork(models[kind]);
  const [output] = network.graph.output;
  const others = [...new Set(names)].filter((name) => name !== output.name);
  network.graph.output.push(...others.map((name) => ({ name, type: { tensor_type: { elem_type: 1 } } })));
  const session = await InferenceSession.create(encodeNetwork(network));
  for (const name of names) ranges[kind][name] = 0;
  return async ({ data, height, width }) => {
    const results = await session.run({ x: new Tensor('float32', data, [1, 3, height, width]) });
    for (const name of names) {
      const largest = results[name].data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      ranges[kind][name] = Math.max(ranges[kind][name], Number(largest.toPrecision(3)));
    }
    return { data: results[output.name].data, count: 1, channels: 1, height, width };
  };
}
