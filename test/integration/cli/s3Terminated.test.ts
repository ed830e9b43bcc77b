import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { begun, operationOf } from '../upload/scriptedS3.ts';
import { finished, Porter, recordsOf } from './porter.ts';

describe('porter upload to a bucket that SIGTERM ends', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  for (const [silent, request] of [
    ['Create', 'the beginning of an upload'],
    ['UploadPart', 'a part that it has whole'],
  ] as const) {
    it(`does not wait for the answer to ${request}, which another run asks for`, async () => {
      const reached = Promise.withResolvers<undefined>();
      const server = await startScriptedServer((taken) => {
        const operation = operationOf(taken);
        if (operation === silent) reached.resolve(undefined);
        return operation === 'Create' && silent !== 'Create' ? answerOf(200, {}, begun) : undefined;
      });
      const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'hidden' };
      const web = { kind: 's3', endpoint: server.url, bucket: 'photos', partSize: '5 MiB', credentials };
      await writeFile(join(porter.folder, 'porter.json'), JSON.stringify({ destinations: { web } }));
      await writeFile(join(porter.folder, 'big.bin'), Buffer.alloc(6 * 1024 ** 2));
      const args = ['upload', 'big.bin', '--config', 'porter.json', '--to', 'web', '--json', '--concurrency', '1'];
      const child = porter.start(args, { NODE_OPTIONS: `--import=data:text/javascript,${patience}` });
      const ended = finished(child);
      await reached.promise;
      child.kill('SIGTERM');
      const { code, stdout, stderr } = await ended;
      await server.close();
      assert.equal(code, 143, stderr);
      assert.deepEqual(
        recordsOf(stdout).map(({ file, status }) => [file, status]),
        [['big.bin', 'interrupted']],
      );
    });
  }
});

/** A program whose time limits never pass. */
const patience = encodeURIComponent(
  'const set = setTimeout; globalThis.setTimeout = (f, ms, ...a) => set(f, ms < 1000 ? ms : 2 ** 30, ...a);',
);
