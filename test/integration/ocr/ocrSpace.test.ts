import assert from 'node:assert/strict';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { Page } from '../../../src/core/reading/reading.ts';
import { ocrSpaceReader, type OcrSpaceSettings } from '../../../src/node/ocr/ocrSpace/ocrSpaceReader.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { ownTime } from '../../setup/ownTime.ts';
import {
  failed,
  ocrSpaceKey,
  receiptAnswer,
  startOcrSpace,
  type OcrSpace,
  type OcrSpaceReply,
} from '../servers/ocrSpace.ts';
import { freePort, isProblem } from '../upload/given.ts';
import { holdTimeLimit } from './heldTimeLimit.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, type Picture, type Vips } from './pictures.ts';

const { signal } = new AbortController();

const refusals: readonly (readonly [title: string, reply: OcrSpaceReply, code: string, sentence: RegExp])[] = [
  [
    'an error of status 200 with a list of messages',
    { ...failed(99), ErrorMessage: ['Unable to recognize the file type', 'E216: Unable to detect the type'] },
    'engineRefused',
    /^a\.png was not read by OCR\.space engine 1: Unable to recognize the file type; E216: Unable to detect the type\. Try/,
  ],
  [
    'an error of status 200 with one message and details',
    { ...failed(3), ErrorMessage: 'Timed out.', ErrorDetails: 'Queue\nis full.' },
    'engineRefused',
    /: Timed out; Queue is full\. Try/,
  ],
  [
    'an error that names itself only',
    { ...failed(4), ErrorMessage: null },
    'engineRefused',
    /: an error occurred there/,
  ],
  ['exit code 3', { ...failed(3), IsErroredOnProcessing: false }, 'engineRefused', /: it could not read the picture\./],
  ['exit code 4', { ...failed(4), IsErroredOnProcessing: false }, 'engineRefused', /: an error occurred there/],
  [
    'an error whose exit code is that of success',
    { ...receiptAnswer(), IsErroredOnProcessing: true, ErrorMessage: ['E101: Timed out'] },
    'engineRefused',
    /: E101: Timed out\. Try/,
  ],
  ['exit code 6', failed(6), 'engineRefused', /: it gave up waiting for its own result\./],
  ['exit code 99', failed(99), 'engineRefused', /: it told of an error, code 99\./],
  [
    'a file that failed',
    { ParsedResults: [{ FileParseExitCode: -20, ErrorMessage: '' }], OCRExitCode: 1, IsErroredOnProcessing: false },
    'engineRefused',
    /: its engine took too long\./,
  ],
  [
    'status 403 in plain text',
    { status: 403, text: `The key ${ocrSpaceKey} is over its limit.` },
    'engineKeyRefused',
    /^OCR\.space engine 1 takes no picture with this key now \(status 403: The key \*\*\* is over its limit\)\. Check the key/,
  ],
  [
    'status 429',
    { status: 429, text: '"Too many requests."', headers: { 'retry-after': '30' } },
    'engineLimited',
    /^a\.png was not read: the limit of OCR\.space engine 1 is used up \(status 429: Too many requests\)\. Try again in 30 s,/,
  ],
  [
    'status 503',
    { status: 503, text: 'oh' },
    'engineUnavailable',
    /^a\.png was not read: OCR\.space engine 1 failed \(status 503\)\. Try again later,/,
  ],
  [
    'a redirect, which no picture follows',
    'redirect',
    'engineMoved',
    /^a\.png was not sent to .*: 127\.0\.0\.1:\d+ redirects to http:\/\/127\.0\.0\.1:\d+\/elsewhere, where pictures are not sent/,
  ],
  ['status 404', { status: 404, text: 'oh' }, 'engineRefused', /: it answered with status 404\./],
  ['what is no JSON', 'notJson', 'engineRefused', /: its answer is none that Porter knows\./],
  [
    'more than any page holds',
    { ...receiptAnswer('T'.repeat(1_100_000)) },
    'engineRefused',
    /^a\.png was not read by OCR\.space engine 1: its answer cannot be used \(it is longer than 1 MiB\)\. Try/,
  ],
  ['JSON that tells nothing', {}, 'engineRefused', /: its answer is none that Porter knows\./],
  ['JSON of another kind', { ParsedResults: 'none' }, 'engineRefused', /: its answer is none that Porter knows\./],
  [
    'an end of the connection',
    'hangUp',
    'engineUnreachable',
    /cannot be reached at 127\.0\.0\.1:\d+: the connection broke off\./,
  ],
];

describe('the engine ocr.space', () => {
  let vips: Vips;
  let piece: Picture;
  let picture: Uint8Array;
  let service: OcrSpace;
  let reader: DisposableReader;

  before(async () => {
    vips = await startPictures();
    piece = await receiptPiece(vips);
    picture = piece.writeToBuffer('.png');
  });
  after(() => vips.shutdown());

  beforeEach(async () => {
    service = await startOcrSpace();
    reader = open();
  });
  afterEach(async () => {
    await reader.dispose();
    await service[Symbol.asyncDispose]();
  });

  function open(more: Partial<OcrSpaceSettings> = {}, languages = ['eng']): DisposableReader {
    const settings = { url: service.url, engine: 1, key: ocrSpaceKey, ...more } as const;
    const access = { env: {}, mask: new SecretMask() };
    return ocrSpaceReader(settings, languages, { assetsFolder }, access);
  }

  const read = (bytes = picture): Promise<Page> => reader.read(sourceOf(bytes, 'a.png'), { signal });

  it('gives a page of runs with words and places', async () => {
    const page = await read();
    assert.deepEqual([page.width, page.height, page.notes], [430, 175, undefined]);
    assert.deepEqual(
      page.lines.map(({ text, box, words }) => [text, box, words?.length]),
      [
        ['TEAPOT LTD', [10, 10, 110, 30], 2],
        ['TOTAL', [10, 40, 60, 60], 1],
        ['4.50', [200, 40, 240, 60], 1],
      ],
    );
  });

  it('sends the key as a header, what it wants as texts, and a JPEG that tells nothing of the file', async () => {
    const lying = piece.rot270().copy();
    lying.setInt('orientation', 6);
    lying.setString('exif-ifd0-Artist', 'somebody');
    const file = lying.writeToBuffer('.jpg');
    assert.ok(Buffer.from(file).includes('somebody'));
    await read(file);
    const [asked] = service.asked;
    assert.ok(asked);
    assert.equal(asked.headers['apikey'], ocrSpaceKey);
    assert.deepEqual(asked.fields, {
      language: 'eng',
      isOverlayRequired: 'true',
      detectOrientation: 'false',
      isTable: 'true',
      OCREngine: '1',
    });
    assert.deepEqual([asked.file.name, asked.file.mediaType], ['picture.jpg', 'image/jpeg']);
    assert.ok(!asked.file.bytes.includes('somebody'));
    const sent = vips.Image.newFromBuffer(asked.file.bytes);
    assert.deepEqual([sent.width, sent.height], [430, 175]);
  });

  it('scales down what is larger than the service takes, and places words in the original', async () => {
    const noise = vips.Image.gaussnoise(2000, 1500, { mean: 128, sigma: 80 }).cast('uchar');
    const page = await read(noise.writeToBuffer('.png'));
    const [asked] = service.asked;
    assert.ok(asked && asked.file.bytes.length <= 1_000_000);
    const { width } = vips.Image.newFromBuffer(asked.file.bytes);
    assert.ok(width < 2000);
    assert.deepEqual([page.width, page.height], [2000, 1500]);
    const scale = 2000 / width;
    assert.deepEqual(
      page.lines[0]?.box,
      [10, 10, 110, 30].map((edge) => Math.round(edge * scale)),
    );
  });

  it('asks for the engine and the language as the service names them, below its base URL', async () => {
    reader = open({ engine: 3, url: `${service.url}/` }, ['deu']);
    await read();
    const [asked] = service.asked;
    assert.deepEqual([asked?.fields['OCREngine'], asked?.fields['language']], ['3', 'ger']);
  });

  it('takes one language that the service has', () => {
    assert.throws(() => open({}, ['deu', 'eng']), isProblem('oneLanguageOnly'));
    assert.throws(() => open({}, ['tlh']), isProblem('languageMissing'));
  });

  it('says that only a part was read', async () => {
    service.reply = () => ({ ...receiptAnswer(), OCRExitCode: 2 });
    const { lines, notes } = await read();
    assert.deepEqual([lines.length, notes], [3, ['OCR.space read only a part of it.']]);
  });

  for (const results of [null, undefined, []]) {
    it(`gives an empty page for results that are ${results === undefined ? 'missing' : JSON.stringify(results)}`, async () => {
      service.reply = () => ({ ...receiptAnswer(), ParsedResults: results });
      assert.deepEqual((await read()).lines, []);
    });
  }

  it('spreads text that has no places over the picture, and says so', async () => {
    service.reply = () => ({
      ...receiptAnswer(),
      ParsedResults: [
        {
          TextOverlay: { Lines: [], HasOverlay: false },
          FileParseExitCode: 1,
          ParsedText: 'TEAPOT\r\nTOTAL\t4.50\r\n',
        },
      ],
    });
    const { lines, notes } = await read();
    assert.deepEqual(lines, [
      { text: 'TEAPOT', box: [0, 0, 430, 88] },
      { text: 'TOTAL 4.50', box: [0, 88, 430, 175] },
    ]);
    assert.deepEqual(notes, ['OCR.space told no places: the lines are spread over the picture.']);
  });

  for (const [title, reply, code, sentence] of refusals) {
    it(`turns ${title} into a sentence, and reads the next picture`, async () => {
      service.reply = () => reply;
      await assert.rejects(read(), { code, message: sentence });
      assert.equal(service.asked.length, 1);
      service.reply = undefined;
      assert.equal((await read()).lines.length, 3);
    });
  }

  it('turns a wrong key into a sentence without the key', async () => {
    reader = open({ key: 'wrong key' });
    await assert.rejects(read(), { code: 'engineKeyRefused', message: /status 403: The API key is invalid\)/ });
  });

  it('says where nothing listens', async () => {
    reader = open({ url: `http://127.0.0.1:${await freePort()}` });
    await assert.rejects(read(), { code: 'engineUnreachable', message: /nothing listens there/ });
  });

  for (const [what, reply, begun] of [
    ['is silent', 'never', () => service.nextAsked()],
    ['never comes to an end', 'endless', () => service.nextEndless()],
  ] as const) {
    it(`gives up a service that ${what}, and reads the next picture`, async () => {
      using limit = holdTimeLimit();
      service.reply = () => reply;
      const isBegun = begun();
      const givenUp = assert.rejects(read(), {
        code: 'readingTimedOut',
        message: /^a\.png took longer than 60 s to read/,
      });
      await Promise.race([isBegun, givenUp]);
      assert.equal(limit.length, 60_000);
      limit.end();
      await givenUp;
      service.reply = undefined;
      assert.equal((await read()).lines.length, 3);
    });
  }

  it('stops within 100 ms when cancelled', async () => {
    const controller = new AbortController();
    const asked = Promise.withResolvers<undefined>();
    service.reply = () => {
      asked.resolve(undefined);
      return 'never';
    };
    const reading = reader.read(sourceOf(picture), { signal: controller.signal });
    const cancelled = assert.rejects(reading, { name: 'AbortError' });
    await asked.promise;
    const took = await ownTime(() => {
      controller.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
  });

  it('sends nothing of what is no picture', async () => {
    await assert.rejects(read(Buffer.from('text')), { code: 'notAnImage' });
    assert.equal(service.asked.length, 0);
  });
});
