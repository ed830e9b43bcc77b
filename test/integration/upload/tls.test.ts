import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsFiles } from '../../../src/core/profile/profile.ts';
import { makeAuthority, type Authority, type Certificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import { type Program } from '../servers/program.ts';
import { bytesOf, destinationOf, freePort, isTransferError, plannedBytes, quiet, type Surroundings } from './given.ts';

const here = 'IP:127.0.0.1,DNS:files.test';

describe('a server with a certificate of a private authority', () => {
  let folder: string;
  let authority: Authority;
  let servers: Program[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    authority = makeAuthority(folder);
    servers = [];
  });
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
  after(() => rm(folder, { recursive: true }));

  /** Uploads to nginx with this certificate. */
  async function send(certificate: Certificate, tls: TlsFiles | undefined, surroundings?: Surroundings) {
    const server = await startNginx(folder, await freePort(), certificate);
    servers.push(server);
    const url = `https://127.0.0.1:${server.port}/`;
    const destination = destinationOf({ kind: 'raw', url, ...(tls && { tls }) }, surroundings);
    return destination.send([plannedBytes(bytesOf(1000), 'a.bin')], quiet);
  }

  it('is trusted when the destination names the authority', async () => {
    await send(authority.issue('server', here), { ca: authority.certificate });
    assert.deepEqual(await readFile(join(folder, 'files/a.bin')), bytesOf(1000));
  });

  it('is not trusted else', async () => {
    await assert.rejects(
      send(authority.issue('server', here), undefined),
      isTransferError(
        'certificateUntrusted',
        { sent: 'nothing' },
        { reason: 'unable to verify the first certificate' },
      ),
    );
  });

  it('is not trusted when it has expired, and it is told when that was', async () => {
    const old = authority.issue('old', here, -1);
    const { validTo } = new X509Certificate(await readFile(old.certificate));
    const day = new Date(validTo).toISOString().slice(0, 10);
    await assert.rejects(
      send(old, { ca: authority.certificate }),
      isTransferError('certificateExpired', { sent: 'nothing' }, { day }),
    );
  });

  it('is not trusted under another name', async () => {
    await assert.rejects(
      send(authority.issue('other', 'DNS:other.test'), { ca: authority.certificate }),
      isTransferError('certificateOfOther', { sent: 'nothing' }, { names: 'other.test' }),
    );
    await assert.rejects(
      send(authority.issue('nobody', 'email:nobody@other.test'), { ca: authority.certificate }),
      isTransferError('certificateOfOther', { sent: 'nothing' }, { names: 'other names' }),
    );
  });

  it('is taken as it is when the editor is not strict', async () => {
    await send(authority.issue('old', 'DNS:other.test', -1), undefined, { network: { strictSsl: false } });
  });
});
