import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodedHeic, heicOf } from './heicFiles.ts';
import { gridOf } from './heicGrid.ts';
import { assetsFolder, bmpOf, receiptPiece, startPictures, type Picture, type Vips } from './pictures.ts';

const most = 450_000_000;

/**
 * Loaded before the command line: tells the largest resident set when it ends, as proc_pid_status(5) has it. That of
 * getrusage(2) is inherited from the process that started it.
 */
const tellPeak = `import { readFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => console.error(readFileSync('/proc/self/status', 'utf8')));`;

/** With 16 bits a sample. */
function deepened(picture: Picture): Picture {
  return picture.linear(257, 0).cast('ushort').copy({ interpretation: 'rgb16' });
}

describe('porter ocr', () => {
  let vips: Vips;
  let folder: string;
  let large: Picture;

  before(async () => {
    vips = await startPictures();
    folder = await mkdtemp(join(tmpdir(), 'porter-memory-'));
    const piece = (await receiptPiece(vips)).resize(12);
    // Drawn once, not for each kind.
    large = piece.embed(100, 3000, 5500, 7200, { extend: 'white' }).copyMemory();
  });

  after(async () => {
    vips.shutdown();
    await rm(folder, { recursive: true });
  });

  const kinds: Record<string, (picture: Picture) => Uint8Array | Promise<Uint8Array>> = {
    'interlaced PNG': (picture) => picture.writeToBuffer('.png', { interlace: true, compression: 1 }),
    'interlaced PNG with 16 bits': (picture) =>
      deepened(picture).writeToBuffer('.png', { interlace: true, compression: 1, bitdepth: 16 }),
    TIFF: (picture) => picture.writeToBuffer('.tiff'),
    'TIFF with 16 bits': (picture) => deepened(picture).writeToBuffer('.tiff'),
    BMP: (picture) => bmpOf(picture),
    JPEG: (picture) => picture.writeToBuffer('.jpg'),
    'progressive JPEG': (picture) => picture.writeToBuffer('.jpg', { interlace: true }),
    'progressive JPEG in CMYK': (picture) => picture.colourspace('cmyk').writeToBuffer('.jpg', { interlace: true }),
    WebP: (picture) => picture.writeToBuffer('.webp', { effort: 0 }),
    HEIC: (picture) => heicOf(picture),
    'HEIC with 12 bits and all of its colours': (picture) =>
      encodedHeic(['--quality', '60', '--bit-depth', '12', '-p', 'chroma=444'], deepened(picture)),
    'turned HEIC of tiles with 10 bits and half of its colours': async (picture) => {
      const tile = deepened(picture.resize(0.5).crop(0, 1400, 2750, 1200));
      return gridOf(await encodedHeic(['--bit-depth', '10', '-p', 'chroma=422'], tile), 2, 6, 1);
    },
  };
  for (const [kind, write] of Object.entries(kinds)) {
    it(`reads 40 megapixels of ${kind} with at most 450 MB`, async () => {
      const file = join(folder, kind);
      await writeFile(file, await write(large));
      const preload = `--import=data:text/javascript,${encodeURIComponent(tellPeak)}`;
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        // A busy machine makes it slow, not large.
        [preload, join(assetsFolder, '../cli.js'), 'ocr', '--time-limit', '300', file],
        { env: { ...process.env, XDG_CACHE_HOME: folder } },
      );
      assert.match(stdout, /Lantern/);
      const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(stderr)?.[1]) * 1024;
      assert.ok(peak < most, `${Math.round(peak / 1_000_000)} MB`);
    }).timeout(300_000);
  }
});
