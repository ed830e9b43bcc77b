import assert from 'node:assert/strict';
import { appendFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { startForwarder } from '../servers/forwarder.ts';
import { bytesOf, destinationOf, planned, signal } from '../upload/given.ts';
import { receiverService, s3Service, tusService, type FaultyService } from './services.ts';

const mebibyte = 1024 * 1024;
const partSize = mebibyte;
const partCount = 12;

/** What somebody does to the file while its parts go. */
const changes: Record<string, (path: string) => void> = {
  grows: (path) => appendFileSync(path, 'more'),
  shrinks: (path) => truncateSync(path, 3 * partSize),
  'is rewritten': (path) => writeFileSync(path, bytesOf(partCount * partSize).reverse()),
  'is rewritten and given its time again': (path) => {
    const { atime, mtime } = statSync(path);
    writeFileSync(path, bytesOf(partCount * partSize).reverse());
    utimesSync(path, atime, mtime);
  },
};

const services = { tus: tusService, 'tus, at the receiver': receiverService, s3: s3Service };

for (const [name, start] of Object.entries(services)) {
  describe(`A file that goes in parts by ${name}`, () => {
    let folder: string;
    let service: FaultyService;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'porter-changed-'));
      // Swift reads below it as a user of its own.
      await chmod(folder, 0o755);
      await mkdir(join(folder, 'service'));
      service = await start(join(folder, 'service'), { partSize, timeout: 60 });
    });
    after(async () => {
      await service[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });

    for (const [happens, change] of Object.entries(changes)) {
      it(`and ${happens} meanwhile fails with that, once, and is thrown away there`, async () => {
        const path = join(folder, 'film.bin');
        await writeFile(path, bytesOf(partCount * partSize));
        await utimes(path, 1_700_000_000, 1_700_000_000);
        const isPart = (line: string) => /^(?:PATCH |PUT .*partNumber=)/.test(line);
        let isChanged = false;
        const forwarder = await startForwarder(service.port, ({ line }) => {
          if (isChanged || !isPart(line)) return;
          isChanged = true;
          change(path);
        });
        const destination = destinationOf(service.profile(Number(new URL(forwarder.url).port)), {
          secrets: service.secrets,
        });
        const file = planned(await fileSource(path, 'film.bin', signal));
        const sessions = sessionStore(join(folder, 'sessions'));
        const retries: string[] = [];
        const queue = new TransferQueue({ sessions });
        const [outcome] = await queue.transfer([file], destination, {
          signal,
          onRetry: ({ problem }) => retries.push(problem.message),
        });
        await queue[Symbol.asyncDispose]();
        await forwarder.close();
        assert.ok(outcome?.status === 'failed', outcome?.status);
        assert.equal(outcome.problem.code, 'fileChanged');
        assert.deepEqual(retries, []);
        assert.ok(forwarder.lines.filter(isPart).length < partCount);
        const thrownAway = forwarder.lines.findIndex((line) => line.startsWith('DELETE '));
        assert.ok(thrownAway > forwarder.lines.findLastIndex(isPart), forwarder.lines.join('\n'));
        assert.deepEqual(await service.leftOver([]), []);
        assert.deepEqual(await sessions.interrupted(signal), []);
      });
    }
  });
}
