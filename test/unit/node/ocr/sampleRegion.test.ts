import assert from 'node:assert/strict';
import { channelRule, sampleRegion, type Raster, type Region } from '../../../../src/node/ocr/sampleRegion.ts';

const plain = [0, 1, 2].map((channel) => ({ channel, scale: 1, bias: 0 }));
const [red, green, blue] = plain as [(typeof plain)[0], (typeof plain)[0], (typeof plain)[0]];

/** A grey picture, its values row by row. */
function greyOf(width: number, values: readonly number[]): Raster {
  return {
    width,
    height: values.length / width,
    data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
  };
}

function sample(raster: Raster, region: Region, width: number, height: number): number[] {
  const data = new Float32Array(3 * width * height);
  sampleRegion(raster, region, { data, offset: 0, width, height, stride: width, planes: [red, green, blue] });
  return [...data.subarray(0, width * height)].map((value) => Math.round(value));
}

const whole = ({ width, height }: Raster, angle = 0): Region => {
  const lies = Math.round(angle / (Math.PI / 2)) % 2 !== 0;
  return {
    centerX: width / 2,
    centerY: height / 2,
    width: lies ? height : width,
    height: lies ? width : height,
    angle,
  };
};

describe('sampleRegion', () => {
  const letters = greyOf(3, [10, 20, 30, 40, 50, 60]);

  it('copies pixel by pixel at the same size', () => {
    assert.deepEqual(sample(letters, whole(letters), 3, 2), [10, 20, 30, 40, 50, 60]);
  });

  it('reads a page turned by a quarter, a half and three quarters', () => {
    assert.deepEqual(sample(letters, whole(letters, Math.PI / 2), 2, 3), [30, 60, 20, 50, 10, 40]);
    assert.deepEqual(sample(letters, whole(letters, Math.PI), 3, 2), [60, 50, 40, 30, 20, 10]);
    assert.deepEqual(sample(letters, whole(letters, 1.5 * Math.PI), 2, 3), [40, 10, 50, 20, 60, 30]);
  });

  it('averages where it shrinks', () => {
    const raster = greyOf(4, [0, 100, 0, 200, 100, 200, 0, 200]);
    assert.deepEqual(sample(raster, whole(raster), 2, 1), [100, 100]);
  });

  it('goes on with the edge beyond the picture', () => {
    const region = { centerX: 0, centerY: 1, width: 2, height: 2, angle: 0 };
    assert.deepEqual(sample(letters, region, 2, 2), [10, 10, 40, 40]);
  });

  it('writes the planes in the order of the network, normalised', () => {
    const raster: Raster = { width: 1, height: 1, data: Uint8Array.of(255, 0, 51) };
    const data = new Float32Array(3);
    const planes = [channelRule(2, 0.5, 0.5), channelRule(1, 0.5, 0.5), channelRule(0, 0.5, 0.5)] as const;
    sampleRegion(raster, whole(raster), { data, offset: 0, width: 1, height: 1, stride: 1, planes });
    assert.deepEqual(
      [...data].map((value) => value.toFixed(3)),
      ['-0.600', '-1.000', '1.000'],
    );
  });

  it('leaves the padding of a batch as it is', () => {
    const data = new Float32Array(3 * 2 * 4).fill(-7);
    sampleRegion(letters, whole(letters), {
      data,
      offset: 0,
      width: 3,
      height: 2,
      stride: 4,
      planes: [red, green, blue],
    });
    assert.deepEqual([...data.subarray(0, 8)], [10, 20, 30, -7, 40, 50, 60, -7]);
  });
});
