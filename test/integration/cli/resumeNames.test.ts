import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { begun, byTheBook, completed, listed, md5, operationOf, part, refusal } from '../upload/scriptedS3.ts';
import { finished, Porter, recordsOf } from './porter.ts';

const partSize = 5 * 1024 ** 2;

describe('porter resume goes on under the name that was sent first', () => {
  let porter: Porter;
  let bucket: Bucket;

  beforeEach(async () => {
    porter = await Porter.open();
    bucket = await openBucket();
    await configure({});
  });
  afterEach(async () => {
    await porter[Symbol.asyncDispose]();
    await bucket.close();
  });

  async function write(path: string, content: string | Uint8Array): Promise<string> {
    const whole = join(porter.folder, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, content);
    return whole;
  }

  function configure(more: object): Promise<unknown> {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'hidden' };
    const link = { template: 'https://cdn.example/${file}' };
    const web = { kind: 's3', endpoint: bucket.url, bucket: 'photos', partSize: '5 MiB', credentials, link, ...more };
    return write('porter.json', JSON.stringify({ destinations: { web } }));
  }

  /** An upload that was killed when its last part was on its way. */
  async function interrupted(path: string): Promise<void> {
    const config = join(porter.folder, 'porter.json');
    const child = porter.start(['upload', path, '--config', config, '--to', 'web', '--concurrency', '1']);
    const ended = finished(child);
    await bucket.lastPart;
    child.kill('SIGKILL');
    await ended;
    bucket.answersAll();
  }

  async function resumed(cwd = '.', env: Readonly<Record<string, string>> = {}) {
    const config = join(porter.folder, 'porter.json');
    const inFolder = ['sh', '-c', `cd ${cwd} && exec "$@"`, 'sh'];
    const run = await finished(porter.startBy(inFolder, ['resume', '--config', config, '--json'], env));
    assert.equal(run.code, 0, run.stderr + run.stdout);
    return recordsOf(run.stdout);
  }

  /** What is called as another file was, and so got another name. */
  async function twoOfOneName(): Promise<string> {
    await write('col/a:b.bin', 'small');
    const large = await write('col/a_b.bin', Buffer.alloc(partSize + 1));
    await interrupted('col');
    assert.deepEqual(bucket.whole, ['col/a_b.bin']);
    return large;
  }

  it('so that its link leads to it, and not to another file', async () => {
    await twoOfOneName();
    const [line] = await resumed();
    assert.deepEqual([line?.resumedFrom, line?.url], [partSize, 'https://cdn.example/col/a_b%20(2).bin']);
    assert.deepEqual(bucket.whole, ['col/a_b.bin', 'col/a_b (2).bin']);
  });

  it('so that a file that has changed replaces no other', async () => {
    await utimes(await twoOfOneName(), 1, 1);
    const [line] = await resumed();
    assert.equal(line?.url, 'https://cdn.example/col/a_b%20(2).bin');
    assert.deepEqual(bucket.whole, ['col/a_b.bin', 'col/a_b (2).bin']);
  });

  it('so that a file that has become small replaces no other', async () => {
    await twoOfOneName();
    await write('col/a_b.bin', 'small by now');
    const [line] = await resumed();
    assert.equal(line?.url, 'https://cdn.example/col/a_b%20(2).bin');
    assert.deepEqual(bucket.whole, ['col/a_b.bin', 'col/a_b (2).bin']);
    assert.deepEqual([...bucket.uploads.keys()], [], 'what was sent of it before is thrown away');
  });

  it('so that one that the bucket has lost replaces no other', async () => {
    await twoOfOneName();
    bucket.uploads.clear();
    const [line] = await resumed();
    assert.deepEqual([line?.resumedFrom, line?.url], [undefined, 'https://cdn.example/col/a_b%20(2).bin']);
    assert.deepEqual(bucket.whole, ['col/a_b.bin', 'col/a_b (2).bin']);
  });

  for (const [from, cwd] of [
    ['another folder', 'sub'],
    ['the root', '/'],
  ] as const) {
    for (const isChanged of [false, true]) {
      it(`from ${from}, too${isChanged ? ', where it has changed' : ''}`, async () => {
        const file = await write('sub/deep/x.bin', Buffer.alloc(partSize + 1));
        await interrupted('sub');
        if (isChanged) await utimes(file, 1, 1);
        const [line] = await resumed(cwd);
        assert.deepEqual([line?.file, line?.url], ['sub/deep/x.bin', 'https://cdn.example/sub/deep/x.bin']);
        assert.deepEqual(bucket.whole, ['sub/deep/x.bin']);
      });
    }
  }

  it('and date; only the checksum of a file that has changed is another', async () => {
    await configure({
      key: '${date:yyyyMMdd-HHmmss}/${sha256}/${file}',
      link: { template: 'https://a/${date:yyyyMMdd}' },
    });
    await write('x.bin', Buffer.alloc(partSize + 1));
    await interrupted('x.bin');
    const [first = ''] = bucket.begun;
    await write('x.bin', Buffer.alloc(partSize + 1, 1));
    const [line] = await resumed('.', { NODE_OPTIONS: `--import=data:text/javascript,${tomorrow}` });
    const [date = '', sum, name] = first.split('/');
    const [whole = ''] = bucket.whole;
    const [nextDate, nextSum, nextName] = whole.split('/');
    assert.deepEqual([nextDate, nextName], [date, name]);
    assert.notEqual(nextSum, sum);
    assert.equal(line?.url, `https://a/${date.slice(0, 8)}`);
  });

  it('and goes on with what an older Porter began, which kept no name', async () => {
    await write('x.bin', Buffer.alloc(partSize + 1));
    await interrupted('x.bin');
    const folder = join(porter.folder, '.state/porter/sessions');
    const [entry = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const record = JSON.parse(await readFile(join(folder, entry), 'utf8')) as { file: Record<string, unknown> };
    delete record.file['name'];
    delete record.file['dated'];
    await writeFile(join(folder, entry), JSON.stringify(record));
    const [line] = await resumed();
    assert.deepEqual([line?.resumedFrom, line?.url], [partSize, 'https://cdn.example/x.bin']);
  });
});

/** A program whose clock is a day ahead. */
const tomorrow = encodeURIComponent(`
  const Today = Date;
  globalThis.Date = class extends Today {
    constructor(...given) { super(...(given.length > 0 ? given : [Today.now() + 864e5])); }
    static now() { return Today.now() + 864e5; }
  };`);

type Bucket = Awaited<ReturnType<typeof openBucket>>;

/** By their numbers. */
type Parts = Map<number, { readonly size: number; readonly etag: string }>;

const inOrder = (parts: Parts | undefined) => [...(parts ?? [])].sort(([one], [other]) => one - other);

/** A bucket that keeps what its uploads are, and leaves the first second part without an answer. */
async function openBucket() {
  const uploads = new Map<string, Parts>();
  const keys = { begun: new Array<string>(), whole: new Array<string>() };
  const lastPart = Promise.withResolvers<undefined>();
  let isSilent = true;
  const server = await startScriptedServer((request) => {
    const operation = operationOf(request);
    const [path = '', search] = request.target.split('?');
    const query = new URLSearchParams(search);
    const key = decodeURIComponent(path).replace('/photos/', '');
    const id = query.get('uploadId') ?? '';
    const parts = uploads.get(id);
    switch (operation) {
      case 'PutObject':
        keys.whole.push(key);
        break;
      case 'Create': {
        const next = `u${keys.begun.push(key)}`;
        uploads.set(next, new Map());
        return answerOf(200, {}, begun.replace('>u1<', `>${next}<`));
      }
      case 'UploadPart': {
        const number = Number(query.get('partNumber'));
        if (number === 2 && isSilent) {
          lastPart.resolve(undefined);
          return undefined;
        }
        parts?.set(number, { size: request.body.length, etag: md5(request.body) });
        break;
      }
      case 'ListParts': {
        if (!parts) return refusal(404, 'NoSuchUpload');
        const told = inOrder(parts).map(([number, { size, etag }]) => part(number, size, `"${etag}"`));
        return answerOf(200, {}, listed(told.join('')));
      }
      case 'Complete': {
        keys.whole.push(key);
        const sums = inOrder(parts ?? new Map())
          .map(([, { etag }]) => etag)
          .join('');
        uploads.delete(id);
        return answerOf(200, {}, completed(`"${md5(Buffer.from(sums, 'hex'))}-2"`));
      }
      case 'Abort':
        uploads.delete(id);
        break;
      default:
    }
    return byTheBook(operation, request);
  });
  return {
    ...server,
    ...keys,
    uploads,
    /** Settles when the part came. */
    lastPart: lastPart.promise,
    answersAll: () => (isSilent = false),
  };
}
