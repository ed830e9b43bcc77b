import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selfSigned, type Certificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import type { Program } from '../servers/program.ts';
import { proxyUser, startSquid } from '../servers/squid.ts';
import { freePort } from './given.ts';

const cli = join(import.meta.dirname, '../../../dist/cli.js');

describe('an authority of one’s own', () => {
  let folder: string;
  let server: Program;
  let tls: Certificate;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    tls = selfSigned(folder);
    server = await startNginx(folder, await freePort(), tls);
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  /** Uploads with a process of its own, as these variables count at its start. */
  const upload = (env: NodeJS.ProcessEnv, host = '127.0.0.1') => {
    const url = `https://${host}:${server.port}/`;
    const args = [cli, 'upload', tls.certificate, '--url', url, '--raw', '--retries', '0'];
    return promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  };

  it('is trusted when the system trusts it', async () => {
    await upload({ SSL_CERT_FILE: tls.certificate });
    assert.deepEqual(await readFile(join(folder, 'files/certificate.pem')), await readFile(tls.certificate));
  });

  it('is trusted of a proxy, and of a server behind it, when the system trusts it', async () => {
    // squid reads below it as a user of its own.
    await chmod(folder, 0o755);
    const proxy = await startSquid(join(folder, 'squid'), await freePort(), tls);
    try {
      const userinfo = `${proxyUser.name}:${encodeURIComponent(proxyUser.password)}`;
      await rm(join(folder, 'files/certificate.pem'), { force: true });
      await upload(
        { SSL_CERT_FILE: tls.certificate, HTTPS_PROXY: `https://${userinfo}@127.0.0.1:${proxy.port}` },
        'files.test',
      );
      assert.deepEqual(await readFile(join(folder, 'files/certificate.pem')), await readFile(tls.certificate));
    } finally {
      await proxy.stop();
    }
  });

  it('is trusted when NODE_EXTRA_CA_CERTS names it', async () => {
    await upload({ NODE_EXTRA_CA_CERTS: tls.certificate });
  });

  it('is not trusted else', async () => {
    await assert.rejects(upload({}), ({ code, stderr }: { code: number; stderr: string }) => {
      assert.equal(code, 1);
      assert.match(stderr, /The certificate of 127\.0\.0\.1:\d+ is not trusted \(self-signed certificate\)/);
      return true;
    });
  });
});
