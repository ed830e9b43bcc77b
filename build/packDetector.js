/** Packs a detection network in fixed point, as src/node/ocr/fixedPoint/detector.ts wants it. */
import { ofPicture, packChain, scaleOf } from './packLayers.js';

/** The sigmoid of what is beyond ±16 is 0 or 1 for all that matters. */
const lastScale = 16 / 32_767;

/**
 * @param {ReturnType<import('./detector.js').takeDetector>} detector
 * @param {Record<string, number>} ranges as `packBackbone` has them, with those of the levels' sums
 * @param {import('./packLayers.js').PackedBytes} bytes
 * @returns {import('../src/node/ocr/fixedPoint/layers.ts').PackedDetector}
 * @throws Error as `packBackbone`
 */
export function packDetector({ levels, head, last }, ranges, bytes) {
  // What is added, and what lies side by side, has one scale.
  const largestScale = (names) => Math.max(...names.map((name) => scaleOf(name, ranges)));
  const inPyramid = largestScale(
    levels.flatMap(({ backbone, lateral, sum }) => [(lateral.at(-1) ?? backbone.at(-1)).result, sum]),
  );
  const sideBySide = largestScale(levels.map(({ fused }) => fused.at(-1).result));
  let before = ofPicture;
  const packedLevels = levels.map(({ backbone, lateral, fused }) => {
    const seen = packChain(backbone, before, ranges, bytes, lateral.length === 0 ? inPyramid : undefined);
    before = seen;
    const level = packChain(lateral, seen, ranges, bytes, inPyramid);
    const { layers } = packChain(fused, { ...level, scale: inPyramid }, ranges, bytes, sideBySide);
    return { backbone: seen.layers, lateral: level.layers, fused: layers };
  });
  const [{ outputs: channels }] = packedLevels.map(({ fused }) => fused[0]);
  const joined = packChain(head, { scale: sideBySide, channels: levels.length * channels }, ranges, bytes);
  const { layers } = packChain([last], { ...joined, channels: last.inputs }, ranges, bytes, lastScale);
  return { levels: packedLevels, head: joined.layers, last: layers[0], scale: lastScale };
}
