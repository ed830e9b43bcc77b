import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAndResume, killOptions } from './killRun.ts';
import { s3Service, tusService } from './services.ts';

const size = 64 * 1024 ** 2;

const runs = [
  { name: 'tus', start: tusService, options: killOptions.tus, parallel: 1, kills: 5 },
  { name: 's3', start: s3Service, options: killOptions.s3, parallel: 1, kills: 3 },
  { name: 's3, four parts at a time', start: s3Service, options: killOptions.s3, parallel: 4, kills: 3 },
];

describe('An upload of 64 MiB whose process is killed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-killed-'));
    await mkdir(join(folder, 'server'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const { name, start, options, parallel, kills } of runs) {
    it(`is resumed, byte for byte, and sends at most the parts under way again (${name})`, async () => {
      await using service = await start(join(folder, 'server'), options);
      const figures = await killAndResume(service, { seed: 4, kills, size, parallel, partSize: options.partSize });
      assert.ok(figures.resumed > 0, JSON.stringify(figures));
    }).timeout(180_000);
  }
});
