import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chaosOptions, uploadInChaos } from './chaosRun.ts';
import { s3Service, tusService } from './services.ts';

const services = [
  { name: 'tus', start: tusService, options: chaosOptions.tus, batches: 6 },
  { name: 's3', start: s3Service, options: chaosOptions.s3, batches: 3 },
];

describe('Uploads that somebody pauses, resumes and cancels at random, over a bad network', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'porter-chaos-')));
    await mkdir(join(folder, 'server'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const { name, start, options, batches } of services) {
    it(`arrive whole, or leave nothing by ${name}, and their process ends`, async () => {
      await using service = await start(join(folder, 'server'), options);
      const figures = await uploadInChaos(service, {
        folder,
        seed: 3,
        batches,
        ...options,
      });

      assert.ok(figures.uploaded > 0 && figures.cancelled > 0 && figures.faults > 0, JSON.stringify(figures));
    }).timeout(180_000);
  }
});
