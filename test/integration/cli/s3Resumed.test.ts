import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerOf, startScriptedServer, type TakenRequest } from '../servers/scriptedServer.ts';
import { begun, completed, listed, operationOf } from '../upload/scriptedS3.ts';
import { finished, Porter, recordsOf } from './porter.ts';

const partSize = 5 * 1024 ** 2;
const content = Buffer.alloc(partSize + 1000);
const md5 = (data: Uint8Array) => createHash('md5').update(data).digest();
const sums = [content.subarray(0, partSize), content.subarray(partSize)].map(md5);
const template = 'https://files.example/${env:STAGE}/${file}';

describe('porter with a variable in the key of what goes to a bucket', () => {
  let porter: Porter;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let onPart: () => boolean;
  beforeEach(async () => {
    porter = await Porter.open();
    server = await startScriptedServer(answer);
    await writeFile(join(porter.folder, 'big.bin'), content);
    await writeFile(join(porter.folder, 'small.txt'), 'small');
  });
  afterEach(async () => {
    await porter[Symbol.asyncDispose]();
    await server.close();
  });

  function answer(request: TakenRequest): string | undefined {
    switch (operationOf(request)) {
      case 'Create':
        return answerOf(200, {}, begun);
      case 'ListParts':
        return answerOf(200, {}, listed('<IsTruncated>false</IsTruncated>'));
      case 'UploadPart': {
        const sum = sums[request.target.includes('partNumber=1') ? 0 : 1]?.toString('hex');
        return onPart() ? answerOf(200, { etag: `"${sum}"` }) : undefined;
      }
      case 'Complete':
        return answerOf(200, {}, completed(`"${md5(Buffer.concat(sums)).toString('hex')}-2"`));
      default:
        return answerOf(404);
    }
  }

  async function configure(link: object): Promise<void> {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'hidden' };
    const bucket = { kind: 's3', endpoint: server.url, bucket: 'photos', partSize, credentials };
    const web = { ...bucket, key: '${env:STAGE}/${file}', link };
    await writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations: { web } }));
  }

  const config = { PORTER_CONFIG: 'config.json' };

  for (const [how, env] of [
    ['is as it was', { STAGE: 'one' }],
    ['is another by now', { STAGE: 'two' }],
    ['is not set any more', {}],
  ] as const) {
    it(`goes on with it where it was begun, and tells its link, though that ${how}`, async () => {
      for (const [link, url] of [
        [{ public: true }, `${server.url}photos/one/big.bin`],
        [{ template }, 'https://files.example/one/big.bin'],
      ] as const) {
        await configure(link);
        const reached = Promise.withResolvers<undefined>();
        onPart = () => {
          reached.resolve(undefined);
          return false;
        };
        const child = porter.start(['upload', 'big.bin', '--to', 'web'], { ...config, STAGE: 'one' });
        const ended = finished(child);
        await reached.promise;
        child.kill('SIGKILL');
        await ended;
        onPart = () => true;
        const { stdout, stderr } = await porter.run(['resume', '--json'], { ...config, ...env });
        assert.equal(recordsOf(stdout)[0]?.url, url, stderr);
        const paths = server.requests.map(({ target }) => new URL(target, server.url).pathname);
        assert.deepEqual([...new Set(paths)], ['/photos/one/big.bin']);
      }
    });
  }

  it('sends nothing while one of its link is not set', async () => {
    await configure({ template: template.replace('STAGE', 'SITE') });
    onPart = () => true;
    const { stdout } = await porter.run(['upload', 'big.bin', 'small.txt', '--to', 'web', '--json'], {
      ...config,
      STAGE: 'one',
    });
    assert.deepEqual(
      recordsOf(stdout).map(({ status, problem }) => [status, problem?.code]),
      [
        ['failed', 'variableMissing'],
        ['failed', 'variableMissing'],
      ],
    );
    assert.deepEqual(server.requests.map(operationOf), []);
  });
});
