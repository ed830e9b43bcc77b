import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { detectText } from '../../../../src/node/ocr/detectText.ts';
import type { Planes } from '../../../../src/node/ocr/fixedPoint/backbone.ts';

describe('Finding text on a long page', () => {
  it('hands over no more parts than are looked at at the same time', async () => {
    const [width, height] = [64, 1600];
    const raster = { width, height, data: new Uint8Array(3 * width * height) };
    const page = { centerX: width / 2, centerY: height / 2, width, height, angle: 0 };
    let [underWay, most, parts] = [0, 0, 0];
    const run = async (_: string, pictures: Planes): Promise<Planes> => {
      parts++;
      most = Math.max(most, ++underWay);
      await setImmediate();
      underWay--;
      const size = pictures.width * pictures.height;
      return { ...pictures, channels: 1, data: new Float32Array(size) };
    };
    const { regions } = await detectText({ atOnce: 1, run }, raster, page);
    assert.deepEqual(regions, []);
    assert.equal(parts, 2);
    assert.equal(most, 1);
  });
});
