import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { Destination } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile.ts';
import { createDestination } from '../../../src/node/destinations/createDestination.ts';
import { digests } from '../../../src/node/files/digest.ts';
import { answerOf, startScriptedServer, type Script, type TakenRequest } from '../servers/scriptedServer.ts';
import { destinationOf, isProblem, isTransferError, plannedBytes, quiet, signal, type Listening } from './given.ts';

const etag = `"${createHash('md5').update('hello').digest('hex')}"`;
const file = plannedBytes('hello');

describe('The credentials of an s3 destination', () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const servers: Listening[] = [];
  let requests: readonly TakenRequest[];
  let endpoint: string;
  let mask: SecretMask;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-aws-'));
    mask = new SecretMask();
    environment = process.env;
    const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
    process.env = { ...Object.fromEntries(others), HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
    await serveS3(() => answerOf(200, { etag }));
  });

  afterEach(async () => {
    process.env = environment;
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  async function serve(script: Script) {
    const server = await startScriptedServer(script);
    servers.push(server);
    return server;
  }

  async function serveS3(script: Script): Promise<void> {
    ({ url: endpoint, requests } = await serve(script));
  }

  const destination = (more: Partial<S3Profile> = {}): Destination =>
    destinationOf({ kind: 's3', endpoint, bucket: 'photos', ...more }, { mask });

  const put = (to = destination()) => to.send([file], quiet);

  /** The key id, and the token, of each request. */
  const used = () =>
    requests.map(({ headers }) => {
      const [, id] = /Credential=([^/]*)\//.exec(headers['authorization'] ?? '') ?? [];
      return [id, headers['x-amz-security-token']];
    });

  async function write(path: string, text: string): Promise<string> {
    const whole = join(folder, path);
    await mkdir(join(whole, '..'), { recursive: true });
    await writeFile(whole, text);
    return whole;
  }

  const keys = (id: string) => ({ AccessKeyId: id, SecretAccessKey: `secret of ${id}`, Token: `token of ${id}` });
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

  describe('that it looks for where AWS’s own tools do', () => {
    it('come from the environment', async () => {
      Object.assign(process.env, {
        AWS_ACCESS_KEY_ID: 'ENV',
        AWS_SECRET_ACCESS_KEY: 'shh',
        AWS_SESSION_TOKEN: 'token',
      });
      await put();
      assert.deepEqual(used(), [['ENV', 'token']]);
    });

    it('come from a profile, the default one or the one that is named', async () => {
      const profile = (name: string) => `[${name}]\naws_access_key_id = ${name}\naws_secret_access_key = shh-${name}\n`;
      await write('.aws/credentials', profile('default') + profile('work'));
      await put();
      await put(destination({ credentials: { profile: 'work' } }));
      process.env['AWS_PROFILE'] = 'work';
      await put();
      assert.deepEqual(used(), [
        ['default', undefined],
        ['work', undefined],
        ['work', undefined],
      ]);
      assert.equal(mask.mask('it is shh-work'), 'it is ***');
    });

    it('come from a process', async () => {
      const told = { Version: 1, ...keys('PROCESS'), SessionToken: 't', Expiration: inAnHour() };
      const script = await write('keys.mjs', `console.log('${JSON.stringify(told)}')`);
      await write('.aws/config', `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n`);
      await put(destination({ credentials: { profile: 'tool' } }));
      assert.deepEqual(used(), [['PROCESS', 't']]);
    });

    it('come from a session of single sign-on', async () => {
      const portal = await serve(() => {
        const roleCredentials = {
          accessKeyId: 'SSO',
          secretAccessKey: 's',
          sessionToken: 't',
          expiration: Date.now() + 3.6e6,
        };
        return answerOf(200, { 'content-type': 'application/json' }, JSON.stringify({ roleCredentials }));
      });
      process.env['AWS_ENDPOINT_URL_SSO'] = portal.url.replace(/\/$/, '');
      const session = `[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example.com\n`;
      const account = 'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Uploader\n';
      await write('.aws/config', `${session}[profile corp]\n${account}`);
      const cached = {
        accessToken: 'a',
        expiresAt: inAnHour(),
        region: 'us-east-1',
        startUrl: 'https://corp.example.com',
      };
      const name = createHash('sha1').update('corp').digest('hex');
      await write(`.aws/sso/cache/${name}.json`, JSON.stringify(cached));
      await put(destination({ credentials: { profile: 'corp' } }));
      assert.deepEqual(used(), [['SSO', 't']]);
    });

    it('come from a container', async () => {
      const provider = await serve(({ headers }) =>
        headers['authorization'] === 'pod'
          ? answerOf(200, {}, JSON.stringify({ ...keys('POD'), Expiration: inAnHour() }))
          : answerOf(401),
      );
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      process.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] = 'pod';
      await put();
      assert.deepEqual(used(), [['POD', 'token of POD']]);
    });

    it('come from an instance', async () => {
      const metadata = await serve(({ method, target }) => {
        if (method === 'PUT') return answerOf(200, {}, 'imds-token');
        const isList = target.endsWith('/security-credentials/');
        return answerOf(
          200,
          {},
          isList ? 'role' : JSON.stringify({ ...keys('EC2'), Code: 'Success', Expiration: inAnHour() }),
        );
      });
      delete process.env['AWS_EC2_METADATA_DISABLED'];
      process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = metadata.url.replace(/\/$/, '');
      await put();
      assert.deepEqual(used(), [['EC2', 'token of EC2']]);
    });

    it('are missing, which is said with what to do', async () => {
      await assert.rejects(put(), isProblem('credentialsMissing', { destination: 'test' }));
      assert.deepEqual(requests, []);
    });

    it('cannot be had when the profile that is named does not exist', async () => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'shh' });
      const to = destination({ credentials: { profile: 'gone' } });
      await assert.rejects(put(to), (error: Error) => {
        assert.match(error.message, /cannot be had \(.*gone/);
        return isProblem('credentialsUnusable')(error);
      });
    });

    it('are found when they come after a first try', async () => {
      const to = destination();
      await assert.rejects(put(to), isProblem('credentialsMissing'));
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'shh' });
      await put(to);
      assert.deepEqual(used(), [['ENV', undefined]]);
    });

    it('are looked for once for many files', async () => {
      let asked = 0;
      const provider = await serve(() => {
        asked++;
        return answerOf(200, {}, JSON.stringify({ ...keys('POD'), Expiration: inAnHour() }));
      });
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      const to = destination();
      await Promise.all([put(to), put(to), put(to)]);
      await put(to);
      assert.equal(asked, 1);
    });

    it('are let go of at once when it is cancelled', async () => {
      const controller = new AbortController();
      const provider = await serve(() => {
        controller.abort();
        return undefined;
      });
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${provider.url}keys`;
      await assert.rejects(destination().send([file], { ...quiet, signal: controller.signal }), { name: 'AbortError' });
    });
  });

  describe('that last for a while only', () => {
    /** A process that gives the next keys each time. */
    async function keysByTurns(expires: string): Promise<Destination> {
      const count = await write('count', '0');
      const script = await write(
        'keys.mjs',
        `import { readFileSync, writeFileSync } from 'node:fs';
        const turn = Number(readFileSync('${count}', 'utf8')) + 1;
        writeFileSync('${count}', String(turn));
        const keys = { AccessKeyId: 'TURN' + turn, SecretAccessKey: 's', SessionToken: 't' + turn };
        console.log(JSON.stringify({ Version: 1, ...keys, Expiration: '${expires}' }));`,
      );
      await write('.aws/config', `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n`);
      return destination({ credentials: { profile: 'tool' } });
    }
    const expired = answerOf(400, {}, '<Error><Code>ExpiredToken</Code><Message>x</Message></Error>');

    it('are renewed before they expire', async () => {
      const to = await keysByTurns(new Date(Date.now() + 60_000).toISOString());
      await put(to);
      await put(to);
      const ids = used().map(([id]) => id);
      assert.notEqual(ids[0], ids[1]);
    });

    it('are renewed once when the server says that they have expired', async () => {
      const answers = [expired];
      await serveS3(() => answers.shift() ?? answerOf(200, { etag }));
      await put(await keysByTurns(inAnHour()));
      assert.deepEqual(used(), [
        ['TURN1', 't1'],
        ['TURN2', 't2'],
      ]);
    });

    it('are not renewed again and again', async () => {
      await serveS3(() => expired);
      await assert.rejects(put(await keysByTurns(inAnHour())), isTransferError('credentialsRefused', { status: 400 }));
      assert.equal(requests.length, 2);
    });

    it('are renewed by one of several requests that need it', async () => {
      await serveS3(({ headers }) => (headers['x-amz-security-token'] === 't1' ? expired : answerOf(200, { etag })));
      const to = await keysByTurns(inAnHour());
      await Promise.all([put(to), put(to), put(to)]);
      assert.equal(await readFile(join(folder, 'count'), 'utf8'), '2');
    });
  });

  describe('that stand in the profile', () => {
    it('are asked for once, for the service’s origin, and never shown', async () => {
      const asked: [string, string][] = [];
      const secrets = {
        get: (name: string, origin: string) => {
          asked.push([name, origin]);
          return Promise.resolve(`value of ${name}`);
        },
      };
      const credentials = {
        accessKeyId: '${env:ID}',
        secretAccessKey: '${secret:key}',
        sessionToken: '${secret:token}',
      };
      const services = { secrets, env: { ID: 'AKIA' }, mask, digests };
      const to = createDestination('test', { kind: 's3', endpoint, bucket: 'photos', credentials }, services);
      await Promise.all([put(to), put(to)]);
      const origin = new URL(endpoint).origin;
      assert.deepEqual(asked, [
        ['key', origin],
        ['token', origin],
      ]);
      assert.deepEqual(used(), [
        ['AKIA', 'value of token'],
        ['AKIA', 'value of token'],
      ]);
      assert.equal(mask.mask('value of key, value of token'), '***, ***');
    });

    it('are asked for again when they were missing', async () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: '${secret:key}' };
      const given: Record<string, string> = {};
      const services = { secrets: { get: (name: string) => Promise.resolve(given[name]) }, env: {}, mask, digests };
      const to = createDestination('test', { kind: 's3', endpoint, bucket: 'photos', credentials }, services);
      await assert.rejects(put(to), isProblem('secretMissing', { name: 'key' }));
      given['key'] = 'k';
      await put(to);
    });

    it('are not needed to show what would be sent', async () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: '${secret:key}' };
      const to = destination({ credentials, metadata: { album: 'a' }, partSize: 3 });
      const { method, url, headers, body } = await to.preview([file], signal);
      assert.equal(`${method} ${url}`, `POST ${endpoint}photos/file.bin?uploads=`);
      assert.ok(headers.some(([name, value]) => name === 'authorization' && value === '***'));
      assert.ok(headers.some(([name, value]) => name === 'x-amz-meta-album' && value === 'a'));
      assert.match(body.join(), /file\.bin \(application\/octet-stream, 5 bytes\), by PUT in parts of 3 bytes/);
      const [whole] = [await destination({ credentials }).preview([file], signal)];
      assert.equal(`${whole.method} ${whole.url}`, `PUT ${endpoint}photos/file.bin`);
    });
  });

  it('are not in a log that a presigned link gets into', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'token' });
    const [uploaded] = await put();
    const logged = mask.mask(`uploaded to ${uploaded?.url ?? ''}`);
    assert.match(logged, /X-Amz-Credential=\*\*\*/);
    assert.match(logged, /X-Amz-Signature=\*\*\*/);
    assert.match(logged, /X-Amz-Security-Token=\*\*\*/);
  });
});
