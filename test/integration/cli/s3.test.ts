import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FaultProxy } from '../faults/faultProxy.ts';
import { startForwarder, type Forwarder } from '../servers/forwarder.ts';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { startSwift, swiftKeys, type Swift } from '../servers/swift.ts';
import { bytesOf } from '../upload/given.ts';
import { rewriteInPlace, setLongAgo } from '../../unit/node/files/rewriteInPlace.ts';
import { finished, Porter, type Run } from './porter.ts';

const { accessKeyId, secretAccessKey } = swiftKeys;
const fromProfile = { PORTER_SECRET_swift: secretAccessKey };

describe('porter upload to a bucket', () => {
  let folder: string;
  let swift: Swift;
  let porter: Porter;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    swift = await startSwift(folder);
    await swift.createBucket('photos');
  });
  after(async () => {
    await swift.stop();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    porter = await Porter.open();
    const s3 = { kind: 's3', endpoint: swift.endpoint, bucket: 'photos' };
    const keys = { accessKeyId, secretAccessKey: '${secret:swift}' };
    const destinations = {
      keys: { ...s3, credentials: keys, partSize: '5 MiB', verify: 'head' },
      chain: s3,
      sso: { ...s3, credentials: { profile: 'corp' } },
      tool: { ...s3, credentials: { profile: 'tool' } },
    };
    await write('porter.json', JSON.stringify({ destinations }));
    await write('in/a.txt', 'hello');
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  async function write(path: string, content: string | Uint8Array): Promise<string> {
    const whole = join(porter.folder, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, content);
    return whole;
  }

  const upload = (to: string, env: Record<string, string>, ...more: string[]) =>
    porter.run(['upload', 'in', '--config', 'porter.json', '--to', to, ...more], {
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    });

  it('sends small and large files, and prints links that read them', async () => {
    const large = bytesOf(11 * 1024 ** 2);
    await write('in/large.bin', large);
    const { code, stdout, stderr } = await upload('keys', fromProfile);
    assert.equal(code, 0, stderr);
    const links = new Map(stdout.split('\n').map((line) => line.split(/ {2}/) as [string, string]));
    assert.equal(await (await fetch(links.get('in/a.txt') ?? '')).text(), 'hello');
    assert.deepEqual(Buffer.from(await (await fetch(links.get('in/large.bin') ?? '')).arrayBuffer()), large);
    assert.deepEqual(await swift.unfinished('photos'), []);
  });

  it('finds keys in the environment', async () => {
    const { code, stderr } = await upload('chain', {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    assert.equal(code, 0, stderr);
  });

  it('finds keys by a process that a profile names', async () => {
    const keys = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    const script = await write('keys.mjs', `console.log('${keys}')`);
    await write('.aws/config', `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n`);
    const { code, stderr } = await upload('tool', {});
    assert.equal(code, 0, stderr);
  });

  it('finds keys by single sign-on', async () => {
    const portal = await startScriptedServer(() => {
      const roleCredentials = { accessKeyId, secretAccessKey, sessionToken: 't', expiration: Date.now() + 3_600_000 };
      return answerOf(200, { 'content-type': 'application/json' }, JSON.stringify({ roleCredentials }));
    });
    const startUrl = 'https://corp.example.com';
    const session = `[sso-session corp]\nsso_region = us-east-1\nsso_start_url = ${startUrl}\n`;
    await write('.aws/config', `${session}[profile corp]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n`);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const cache = `.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`;
    await write(cache, JSON.stringify({ accessToken: 'a', expiresAt, region: 'us-east-1', startUrl }));
    const { code, stderr } = await upload('sso', { AWS_ENDPOINT_URL_SSO: portal.url.replace(/\/$/, '') });
    await portal.close();
    assert.equal(code, 0, stderr);
  });

  it('says what to do when there are no keys', async () => {
    const { code, stderr } = await upload('chain', {});
    assert.equal(code, 2);
    assert.match(stderr, /in\/a\.txt: There are no AWS credentials for “chain”.*aws sso login/);
  });

  it('says that a secret is wrong, and does not repeat it', async () => {
    const { code, stderr } = await upload('keys', { PORTER_SECRET_swift: 'wrong-secret' });
    assert.equal(code, 1);
    assert.match(stderr, /the secret access key does not belong to the access key id/);
    assert.doesNotMatch(stderr, /wrong-secret/);
  });

  describe('interrupted in its second part', () => {
    const partSize = 5 * 1024 ** 2;
    const large = bytesOf(3 * partSize + 1);
    let proxy: FaultProxy;
    let onUpstream: () => void;

    beforeEach(async () => {
      onUpstream = () => undefined;
      proxy = await FaultProxy.start(() => swift.port, { onUpstream: () => onUpstream() });
      await configure(swift.endpoint, `http://127.0.0.1:${proxy.port}`);
      await write('in/large.bin', large);
    });
    afterEach(() => proxy[Symbol.asyncDispose]());

    async function configure(before: string, after: string): Promise<void> {
      const config = await readFile(join(porter.folder, 'porter.json'), 'utf8');
      assert.ok(config.includes(before));
      await write('porter.json', config.replaceAll(before, after));
    }

    async function interruptedBy(interrupt: (child: ChildProcess) => unknown): Promise<Run> {
      const args = ['upload', 'in/large.bin', '--config', 'porter.json', '--to', 'keys', '--concurrency', '1'];
      const child = porter.start(args, fromProfile);
      let interrupting: unknown;
      onUpstream = () => {
        if (proxy.counts.upstream < 1.2 * partSize) return;
        onUpstream = () => undefined;
        interrupting = interrupt(child);
      };
      const run = await finished(child);
      await interrupting;
      return run;
    }

    const resume = (secret: string, ...flags: string[]) =>
      porter.run(['resume', '--config', 'porter.json', ...flags], { PORTER_SECRET_swift: secret });

    it('goes on after a resume with a wrong secret, which S3 refuses with 403', async () => {
      await interruptedBy(async (child) => {
        child.kill('SIGKILL');
        // What the system holds of the second part does not arrive.
        await proxy.down();
        await proxy.up();
      });
      const refused = await resume('wrong-secret', '--json');
      assert.equal(refused.code, 1);
      assert.match(refused.stdout, /"credentialsRefused"/);
      const { code, stdout, stderr } = await resume(secretAccessKey, '--json');
      assert.equal(code, 0, stderr);
      assert.match(stdout, new RegExp(`"status":"uploaded".*"resumedFrom":${partSize}\\b`));
      assert.ok((await swift.read('photos', 'in/large.bin'))?.equals(large));
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    it('starts over when the file was rewritten in place and given its time again', async () => {
      const path = join(porter.folder, 'in/large.bin');
      await setLongAgo(path);
      await interruptedBy((child) => child.kill('SIGKILL'));
      await rewriteInPlace(path, [0, partSize, 2 * partSize]);
      const { code, stdout, stderr } = await resume(secretAccessKey, '--json');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /"status":"uploaded"/);
      assert.ok((await swift.read('photos', 'in/large.bin'))?.equals(await readFile(path)));
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    it('is discarded there too when the objects would be others by now', async () => {
      await interruptedBy((child) => child.kill('SIGKILL'));
      await configure('"partSize"', '"cacheControl":"no-cache","partSize"');
      const { code, stdout, stderr } = await resume(secretAccessKey, '--discard');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /large\.bin {2}discarded/);
      assert.doesNotMatch(stderr, /stays/);
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    it('and discarded while it is away is thrown away there by the next upload', async () => {
      await interruptedBy((child) => child.kill('SIGKILL'));
      await proxy.down();
      const discarded = await resume(secretAccessKey, '--discard');
      assert.match(discarded.stdout, /large\.bin {2}discarded/);
      assert.match(discarded.stderr, /“keys” keeps what it has of in\/large\.bin for now, as it could not be told/);
      assert.notDeepEqual(await swift.unfinished('photos'), []);
      await proxy.up();
      await rm(join(porter.folder, 'in/large.bin'));
      const { code, stderr } = await upload('keys', fromProfile);
      assert.equal(code, 0, stderr);
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    it('and discarded while its destination has another name is thrown away when it has its own again', async () => {
      await interruptedBy((child) => child.kill('SIGKILL'));
      await configure('"keys"', '"renamed"');
      const discarded = await resume(secretAccessKey, '--discard');
      assert.match(discarded.stderr, /What was sent of in\/large\.bin stays at .* until it is deleted there/);
      assert.notDeepEqual(await swift.unfinished('photos'), []);
      await configure('"renamed"', '"keys"');
      const { code, stderr } = await resume(secretAccessKey);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /No upload was interrupted/);
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    for (const how of ['the next upload there', 'porter resume'] as const) {
      it(`and given up by Ctrl-C without a network is thrown away by ${how}`, async () => {
        const { code, stderr } = await interruptedBy(async (child) => {
          await proxy.down();
          child.kill('SIGINT');
        });
        assert.equal(code, 130);
        assert.match(stderr, /“keys” keeps what it has of in\/large\.bin for now, as it could not be told/);
        assert.notDeepEqual(await swift.unfinished('photos'), []);
        await proxy.up();
        await rm(join(porter.folder, 'in/large.bin'));
        const run = how === 'porter resume' ? await resume(secretAccessKey) : await upload('keys', fromProfile);
        assert.equal(run.code, 0, run.stderr);
        assert.doesNotMatch(run.stderr, /stays there/);
        assert.deepEqual(await swift.unfinished('photos'), []);
      });
    }
  });

  describe('killed when the server has begun it and nobody heard of that', () => {
    const large = bytesOf(6 * 1024 ** 2);
    let forwarder: Forwarder;

    beforeEach(async () => {
      const file = await write('in/large.bin', large);
      let isFirst = true;
      forwarder = await startForwarder(swift.port, (passing) => {
        if (!isFirst || !/^POST \S+\?uploads/.test(passing.line)) return;
        isFirst = false;
        passing.holdUntil(new Promise(() => undefined));
        void passing.answered.then(() => child.kill('SIGKILL'));
      });
      const config = await readFile(join(porter.folder, 'porter.json'), 'utf8');
      await write('porter.json', config.replaceAll(swift.endpoint, forwarder.url));
      const child = porter.start(['upload', file, '--config', 'porter.json', '--to', 'keys'], fromProfile);
      await finished(child);
      assert.equal((await swift.unfinished('photos')).length, 1);
    });
    afterEach(() => forwarder.close());

    it('is uploaded by “porter resume”, and nothing else stays there', async () => {
      const { code, stdout, stderr } = await porter.run(['resume', '--config', 'porter.json', '--quiet'], fromProfile);
      assert.equal(code, 0, stderr);
      assert.deepEqual(Buffer.from(await (await fetch(stdout.trim())).arrayBuffer()), large);
      assert.deepEqual(await swift.unfinished('photos'), []);
    });

    it('is discarded by “porter resume --discard”, there too', async () => {
      const { code, stdout } = await porter.run(['resume', '--discard', '--config', 'porter.json'], fromProfile);
      assert.equal(code, 0);
      assert.match(stdout, /large\.bin {2}discarded/);
      assert.deepEqual(await swift.unfinished('photos'), []);
    });
  });

  it('shows with --dry-run what would be sent, without keys', async () => {
    const { code, stdout } = await upload('keys', {}, '--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`PUT ${swift.endpoint}/photos/in/a\\.txt`));
  });
});
