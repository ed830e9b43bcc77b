import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assetsFolder } from '../ocr/pictures.ts';

interface Network {
  readonly graph: { readonly node: readonly { readonly op_type: string }[] };
}

describe('the network of the build', () => {
  it('converts no numbers, for which V8 would optimise a function of half a megabyte', async () => {
    const module = new URL('../../../build/onnxFile.js', import.meta.url).href;
    const { decodeNetwork } = (await import(module)) as { decodeNetwork: (bytes: Uint8Array) => Network };
    const { graph } = decodeNetwork(await readFile(join(assetsFolder, 'recognition.onnx')));
    assert.ok(graph.node.some(({ op_type: type }) => type === 'Conv'));
    assert.ok(!graph.node.some(({ op_type: type }) => type === 'Cast'));
  });
});
