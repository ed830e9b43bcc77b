import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOptions, uploadThroughFaults } from './faultRun.ts';
import { receiverService, s3Service, tusService } from './services.ts';

const services = [
  { name: 'tus', start: tusService, options: faultOptions.tus },
  { name: 'tus to the receiver', start: receiverService, options: faultOptions.tus },
  { name: 's3', start: s3Service, options: faultOptions.s3 },
];

describe('A hundred faults of the network', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-faults-'));
    await mkdir(join(folder, 'server'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const { name, start, options } of services) {
    it(`harm no file that goes by ${name}: it arrives whole, or is said to have failed and is continued`, async () => {
      await using service = await start(join(folder, 'server'), options);
      const figures = await uploadThroughFaults(service, { folder, seed: 1, faults: 100, ...options });
      assert.ok(figures.faults >= 100);
      assert.ok(figures.arrived > figures.files / 2, JSON.stringify(figures));
    }).timeout(180_000);
  }
});
