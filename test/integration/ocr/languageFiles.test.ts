import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import { Problem } from '../../../src/core/problem.ts';
import { languageFiles, type LanguageSource } from '../../../src/node/ocr/tesseractJs/languageFiles.ts';
import { germanData, packed, startNpmRegistry, type NpmRegistry } from '../servers/npmRegistry.ts';
import { freePort } from '../upload/given.ts';

const { signal } = new AbortController();
const address = '/@tesseract.js-data/deu/-/deu-1.0.0.tgz';
const fileName = 'deu.traineddata.gz';

/** As the data for the older engine of Tesseract are. */
function withoutNetwork(data: Buffer): Buffer {
  data.writeBigInt64LE(-1n, 4 + 17 * 8);
  return data;
}

describe('The data of languages for tesseract.js', () => {
  let archive: Buffer;
  let registry: NpmRegistry;
  let folder: string;
  /** What was asked whether it may be fetched. */
  let questions: (readonly string[])[];

  before(() => {
    archive = packed(dirname(germanData));
  });
  beforeEach(async () => {
    registry = await startNpmRegistry({ [address]: archive });
    folder = await mkdtemp(join(tmpdir(), 'porter-languages-'));
    questions = [];
  });
  afterEach(async () => {
    await registry[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  function files(languages: readonly string[], source: Partial<LanguageSource> = {}, may = true) {
    const mayFetch = (missing: readonly string[]) => {
      questions.push(missing);
      return Promise.resolve(may);
    };
    const from = { store: join(folder, 'store'), registry: registry.url, ...source };
    return languageFiles(languages, from, { env: {}, mask: new SecretMask() }, { signal, mayFetch });
  }

  it('are fetched once, after asking, and kept', async () => {
    const stored = join(folder, 'store', fileName);
    assert.deepEqual(await files(['deu']), [stored]);
    assert.deepEqual(await readFile(stored), await readFile(join(germanData, fileName)));
    assert.deepEqual(await files(['deu']), [stored]);
    assert.deepEqual([questions, registry.asked], [[['deu']], [address]]);
  });

  it('are fetched again when they were damaged since', async () => {
    const [stored = ''] = (await files(['deu'])) ?? [];
    await writeFile(stored, 'damaged');
    await files(['deu']);
    assert.deepEqual(await readFile(stored), await readFile(join(germanData, fileName)));
    assert.equal(questions.length, 2);
  });

  const unusable: readonly (readonly [what: string, of: (whole: Buffer) => Buffer, reason: RegExp])[] = [
    ['is cut off', (whole) => whole.subarray(0, 5000), /it is no gzip file, or not all of one/],
    ['is no gzip file', gunzipSync, /it is no gzip file/],
    ['is empty', () => Buffer.alloc(0), /it is no gzip file/],
    ['holds a text', () => gzipSync('no data'), /it holds no traineddata/],
    ['was cut off before it was packed', (whole) => gzipSync(gunzipSync(whole).subarray(0, 5000)), /a part .* missing/],
    ['has no network', (whole) => gzipSync(withoutNetwork(gunzipSync(whole))), /without the network that reads/],
  ];
  for (const [what, of, reason] of unusable) {
    it(`that a person has are named where a file ${what}`, async () => {
      const file = join(folder, fileName);
      await writeFile(file, of(await readFile(join(germanData, fileName))));
      await assert.rejects(files(['deu'], { folder }), (thrown: unknown) => {
        assert.ok(thrown instanceof Problem && thrown.code === 'languageFileUnusable');
        assert.ok(thrown.message.startsWith(`${file} cannot be used by tesseract.js: `), thrown.message);
        assert.match(thrown.message, reason);
        return true;
      });
    });
  }

  it('are not fetched when a person says no', async () => {
    assert.equal(await files(['deu'], {}, false), undefined);
    assert.deepEqual(registry.asked, []);
  });

  it('are not kept when their checksum is another', async () => {
    const changed = join(folder, 'package');
    await cp(dirname(germanData), changed, { recursive: true });
    await writeFile(join(changed, '4.0.0_best_int', fileName), 'something else');
    registry.archives = { [address]: packed(changed) };
    await assert.rejects(files(['deu']), { code: 'languageDataWrong', message: /its checksum is another/ });
    await assert.rejects(readFile(join(folder, 'store', fileName)), { code: 'ENOENT' });
  });

  for (const [what, archives, reason] of [
    ['is missing', {}, /the answer has status 404/],
    ['is no archive', { [address]: Buffer.from('<html>') }, /it is not the package/],
    ['is of something else', { [address]: packed(import.meta.dirname) }, /it is not the package/],
  ] as const) {
    it(`are a problem when what the registry has ${what}`, async () => {
      registry.archives = archives;
      await assert.rejects(files(['deu']), { code: 'languageDataWrong', message: reason });
    });
  }

  it('are a problem when the registry cannot be reached', async () => {
    await assert.rejects(files(['deu'], { registry: `http://127.0.0.1:${await freePort()}` }), {
      code: 'engineUnreachable',
      message: /^The reading engine tesseract\.js cannot be reached at .*: nothing listens there\./,
    });
  });

  it('are said to be unknown where there is no checksum', async () => {
    await assert.rejects(files(['deu', 'tlh']), {
      code: 'languageMissing',
      message: /for the language tlh; it has: deu, eng/,
    });
    assert.deepEqual([questions, registry.asked], [[], []]);
  });

  it('are those of a folder where one is named, without asking', async () => {
    assert.deepEqual(await files(['deu'], { folder: germanData }), [join(germanData, fileName)]);
    await assert.rejects(files(['eng'], { folder: germanData }), { code: 'languageMissing', message: /it has: deu\./ });
    await assert.rejects(files(['deu'], { folder: join(folder, 'nowhere') }), { code: 'folderUnusable' });
    assert.deepEqual([questions, registry.asked], [[], []]);
  });
});
