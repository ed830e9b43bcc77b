import assert from 'node:assert/strict';
import { encode } from 'bmp-ts';
import { bmpHeader, decodeBmp } from '../../../../src/node/ocr/bmp/decodeBmp.ts';
import { fileInMemory } from '../../../../src/node/ocr/pictureFile.ts';

describe('decodeBmp', () => {
  const sizes = [
    [1, 1],
    [30, 30],
    [150, 60],
    // Its last strip is a single row.
    [300, 1667],
  ] as const;
  for (const [width, height] of sizes) {
    it(`gives every pixel of ${width} × ${height}`, () => {
      const pixels = Array.from({ length: width * height }, (_, index) => [index % 251, index % 241, index % 239]);
      const data = Buffer.from(pixels.flatMap(([red = 0, green = 0, blue = 0]) => [255, blue, green, red]));
      const file = encode({ data, width, height, bitPP: 24 }).data;
      const decoded = decodeBmp(fileInMemory(file), bmpHeader(file), 1);
      assert.deepEqual([decoded.width, decoded.height], [width, height]);
      assert.deepEqual(Buffer.from(decoded.data), Buffer.from(pixels.flat()));
    });
  }
});
