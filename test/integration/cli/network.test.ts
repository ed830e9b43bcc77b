import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, type Authority, type Certificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Program } from '../servers/program.ts';
import { proxyUser, startSquid } from '../servers/squid.ts';
import { freePort } from '../upload/given.ts';
import { Porter } from './porter.ts';

describe('porter upload, on a network with a proxy and certificates', () => {
  let folder: string;
  let authority: Authority;
  let client: Certificate;
  let plain: Program;
  let secure: Program;
  let squid: Program;
  let proxy: string;
  let porter: Porter;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    // squid reads below it as a user of its own.
    await chmod(folder, 0o755);
    authority = makeAuthority(folder);
    client = authority.issue('client', 'DNS:client.test');
    const certificate = { ...authority.issue('server', 'DNS:files.test'), clients: authority.certificate };
    plain = await startNginx(join(folder, 'plain'), await freePort());
    secure = await startNginx(join(folder, 'secure'), await freePort(), certificate);
    squid = await startSquid(join(folder, 'squid'), await freePort());
    proxy = `http://${proxyUser.name}:${encodeURIComponent(proxyUser.password)}@127.0.0.1:${squid.port}`;
  });
  after(async () => {
    await Promise.all([plain, secure, squid].map((server) => server.stop()));
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    porter = await Porter.open();
    await writeFile(join(porter.folder, 'a.txt'), 'hello');
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  const plainUrl = () => `http://files.test:${plain.port}/`;

  it('goes through the proxy of the environment', async () => {
    const { code, stderr } = await porter.run(['upload', 'a.txt', '--raw', '--url', plainUrl()], { HTTP_PROXY: proxy });
    assert.equal(code, 0, stderr);
    assert.equal(await readFile(join(folder, 'plain/files/a.txt'), 'utf8'), 'hello');
  });

  it('says which variable names a proxy that wants other credentials, and none of those', async () => {
    const env = { HTTP_PROXY: proxy.replace(/:[^:@]*@/, ':not-this-one@') };
    const { code, stdout, stderr } = await porter.run(['upload', 'a.txt', '--raw', '--url', plainUrl()], env);
    assert.equal(code, 1);
    assert.match(stderr, /The proxy 127\.0\.0\.1:\d+ wants credentials other than those in HTTP_PROXY \(status 407\)/);
    assert.doesNotMatch(stdout + stderr, /not-this-one/);
  });

  it('reaches the receiver on this machine without it', async () => {
    const env = { ALL_PROXY: `http://127.0.0.1:${await freePort()}` };
    const { code, stderr } = await porter.run(['upload', 'a.txt'], env);
    assert.equal(code, 0, stderr);
  });

  it('shows a server behind the proxy the certificate of the destination', async () => {
    const key = join(folder, 'encrypted.key');
    execFileSync('openssl', ['pkey', '-in', client.key, '-aes256', '-passout', 'pass:open sesame', '-out', key]);
    const files = { ca: authority.certificate, cert: client.certificate, key, passphrase: '${env:PHRASE}' };
    const vault = { kind: 'raw', url: `https://files.test:${secure.port}/`, tls: files, verify: 'download' };
    await writeFile(join(porter.folder, 'porter.json'), JSON.stringify({ destinations: { vault } }));
    const args = ['upload', 'a.txt', '--config', 'porter.json', '--to', 'vault'];
    const { code, stderr } = await porter.run(args, { HTTPS_PROXY: proxy, PHRASE: 'open sesame' });
    assert.equal(code, 0, stderr);
    assert.equal(await readFile(join(folder, 'secure/files/a.txt'), 'utf8'), 'hello');
    const wrong = await porter.run(args, { HTTPS_PROXY: proxy, PHRASE: 'close sesame' });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /encrypted\.key, the tls\.key of “vault”, cannot be used: its passphrase is another\./);
  });
});
