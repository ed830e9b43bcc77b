import assert from 'node:assert/strict';
import esbuild, { type Plugin } from 'esbuild';
import otherTypes from 'mime/types/other.js';
import standardTypes from 'mime/types/standard.js';
import * as fromSource from '../../../src/core/mediaType.ts';
import type * as detectors from '../../../src/node/files/typeDetector.ts';

const tables = [standardTypes, otherTypes] as readonly Readonly<Record<string, readonly string[]>>[];

/** The module as it is bundled. */
async function bundled(entryPoint: string): Promise<unknown> {
  const { lean } = (await import(new URL('../../../build/lean.js', import.meta.url).href)) as { lean: Plugin };
  const { outputFiles } = await esbuild.build({
    entryPoints: [entryPoint],
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [lean],
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

describe('the table of media types in the bundle', () => {
  it('tells what the package tells', async () => {
    const { typeOfName } = (await bundled('src/core/mediaType.ts')) as typeof fromSource;
    const endings = tables.flatMap((types) => Object.values(types).flat());
    for (const ending of [...endings, 'none', 'constructor', '__proto__']) {
      const name = `a.${ending.replace('*', '')}`;
      assert.equal(typeOfName(name), fromSource.typeOfName(name), name);
    }
    assert.equal(typeOfName('photo.JPG'), 'image/jpeg');
  });
});

describe('the look at bytes in the bundle', () => {
  it('sees nothing of the file before', async () => {
    const { TypeDetector } = (await bundled('src/node/files/typeDetector.ts')) as typeof detectors;
    const detector = await TypeDetector.create();
    const tar = Buffer.alloc(1024);
    tar.write('ustar\0', 257);
    assert.equal(await detector.detect(tar), 'application/x-tar');
    assert.equal(await detector.detect(Buffer.from('a few words')), undefined);
    const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    assert.equal(await detector.detect(picture), 'image/jpeg');
    assert.equal(await detector.detect(Buffer.from([0x00, 0xd8])), undefined);
  });
});
