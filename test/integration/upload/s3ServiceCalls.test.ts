import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned, type Certificate } from '../servers/certificate.ts';
import type { Program } from '../servers/program.ts';
import { answerOf, startScriptedServer } from '../servers/scriptedServer.ts';
import { proxyUser, startSquid } from '../servers/squid.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { destinationOf, freePort, isTransferError, plannedBytes, quiet, type Surroundings } from './given.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const keysOfSts = (action: string) =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>` +
  `<AccessKeyId>${action}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>` +
  `<Expiration>${inAnHour()}</Expiration></Credentials></${action}Result></${action}Response>`;
const keysOfPortal = () =>
  JSON.stringify({
    roleCredentials: { accessKeyId: 'SSO', secretAccessKey: 's', sessionToken: 't', expiration: Date.now() + 3.6e6 },
  });

/** AWS's services, at a name that only the proxy knows: what arrives there went through it. */
describe('The services that give an s3 destination its credentials', () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let tls: Certificate;
  let proxy: Program;
  let service: Awaited<ReturnType<typeof startScriptedServer>>;
  let front: Awaited<ReturnType<typeof startTlsFront>>;
  let storage: Awaited<ReturnType<typeof startScriptedServer>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-aws-'));
    // squid reads below it as a user of its own.
    await chmod(folder, 0o755);
    tls = selfSigned(folder);
    proxy = await startSquid(join(folder, 'proxy'), await freePort());
    service = await startScriptedServer(({ target, body }) => {
      const [, action] = /^Action=(\w+)/.exec(body.toString()) ?? [];
      if (action !== undefined) return answerOf(200, { 'content-type': 'text/xml' }, keysOfSts(action));
      if (target.startsWith('/federation/')) return answerOf(200, {}, keysOfPortal());
      const renewed = { accessToken: 'renewed', expiresIn: 3600, tokenType: 'Bearer' };
      return answerOf(200, { 'content-type': 'application/json' }, JSON.stringify(renewed));
    });
    front = await startTlsFront(Number(new URL(service.url).port), tls);
    storage = await startScriptedServer(() =>
      answerOf(200, { etag: `"${createHash('md5').update('hello').digest('hex')}"` }),
    );
    environment = process.env;
    const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
    const at = `http://files.test:${new URL(service.url).port}`;
    process.env = {
      ...Object.fromEntries(others),
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_STS: at,
      AWS_ENDPOINT_URL_SSO: front.url.replace('127.0.0.1', 'files.test'),
      AWS_ENDPOINT_URL_SSO_OIDC: at,
    };
    await writeProfiles();
  });

  after(async () => {
    process.env = environment;
    await Promise.all([proxy.stop(), front.close(), service.close(), storage.close()]);
    await rm(folder, { recursive: true });
  });

  async function writeProfiles(): Promise<void> {
    const token = join(folder, 'token');
    await writeFile(token, 'of the pod');
    await mkdir(join(folder, '.aws/sso/cache'), { recursive: true });
    const role = 'role_arn = arn:aws:iam::123456789012:role/uploader\n';
    const config = [
      '[profile base]\naws_access_key_id = base\naws_secret_access_key = s\n',
      `[profile role]\n${role}source_profile = base\n`,
      `[profile pod]\n${role}web_identity_token_file = ${token}\n`,
      '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example.com\n',
      '[profile corp]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Uploader\n',
    ];
    await writeFile(join(folder, '.aws/config'), config.join(''));
    const expiring = {
      accessToken: 'old',
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      refreshToken: 'r',
      clientId: 'c',
      clientSecret: 's',
      registrationExpiresAt: inAnHour(),
      region: 'us-east-1',
      startUrl: 'https://corp.example.com',
    };
    const name = createHash('sha1').update('corp').digest('hex');
    await writeFile(join(folder, `.aws/sso/cache/${name}.json`), JSON.stringify(expiring));
  }

  async function keyIdOf(profile: string, surroundings: Surroundings): Promise<string | undefined> {
    const to = destinationOf(
      {
        kind: 's3',
        endpoint: storage.url,
        bucket: 'photos',
        link: { public: true },
        credentials: { profile },
        tls: { ca: tls.certificate },
      },
      surroundings,
    );
    await to.send([plannedBytes('hello')], quiet);
    return /Credential=([^/]*)\//.exec(storage.requests.at(-1)?.headers['authorization'] ?? '')?.[1];
  }

  const through = (password = proxyUser.password): Surroundings => ({
    network: { proxy: `http://${proxyUser.name}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}` },
  });

  it('are reached through the proxy for the keys of a role', async () => {
    assert.equal(await keyIdOf('role', through()), 'AssumeRole');
  });

  it('are reached through the proxy for a token of the web', async () => {
    assert.equal(await keyIdOf('pod', through()), 'AssumeRoleWithWebIdentity');
  });

  it('are reached through the proxy for single sign-on, trusting the destination’s authority', async () => {
    assert.equal(await keyIdOf('corp', through()), 'SSO');
    const [refresh, keys] = service.requests.slice(-2);
    assert.equal(refresh?.target, '/token');
    assert.equal(keys?.headers['x-amz-sso_bearer_token'], 'renewed');
  });

  it('that the proxy keeps from us are told as any other server', async () => {
    await assert.rejects(
      keyIdOf('role', through('wrong')),
      isTransferError('proxyUnauthorized', { status: 407, sent: 'nothing' }, { setting: 'http.proxy' }),
    );
  });
});
