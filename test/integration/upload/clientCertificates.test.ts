import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { FormProfile, RawProfile, TlsFiles } from '../../../src/core/profile/profile.ts';
import { makeAuthority, selfSigned, type Authority, type Certificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import { startProgram, type Program } from '../servers/program.ts';
import { proxyUser, startSquid } from '../servers/squid.ts';
import {
  bytesOf,
  destinationOf,
  freePort,
  isProblem,
  isTransferError,
  listen,
  plannedBytes,
  quiet,
  type Surroundings,
} from './given.ts';

const mebibyte = 1024 * 1024;
const here = 'IP:127.0.0.1,DNS:files.test';

describe('nginx that lets in only clients with a certificate', () => {
  let folder: string;
  let authority: Authority;
  let client: Certificate;
  let server: Program;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    authority = makeAuthority(folder);
    client = authority.issue('client', 'DNS:client.test');
    const certificate = { ...authority.issue('server', here), clients: authority.certificate };
    server = await startNginx(folder, await freePort(), certificate);
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const send = (tls: TlsFiles, surroundings: Surroundings = {}, profile: Partial<RawProfile> = {}, size = 1000) => {
    const url = `https://127.0.0.1:${server.port}/`;
    const files = { ca: authority.certificate, ...tls };
    const destination = destinationOf({ kind: 'raw', url, tls: files, verify: 'download', ...profile }, surroundings);
    const file = plannedBytes(bytesOf(size), 'a.bin');
    return destination
      .send([file], quiet)
      .then(([uploaded]) => destination.verify?.(uploaded ?? {}, file, quiet.signal));
  };

  it('takes a file with one, and gives it back', async () => {
    await send({ cert: client.certificate, key: client.key }, {}, {}, 3 * mebibyte);
    assert.deepEqual(await readFile(join(folder, 'files/a.bin')), bytesOf(3 * mebibyte));
  });

  it('takes a file with one whose key has a passphrase, which is masked', async () => {
    const key = join(folder, 'encrypted.key');
    execFileSync('openssl', ['pkey', '-in', client.key, '-aes256', '-passout', 'pass:open sesame', '-out', key]);
    const mask = new SecretMask();
    const tls = { cert: client.certificate, key, passphrase: '${secret:phrase}' };
    await send(tls, { secrets: { phrase: 'open sesame' }, mask });
    assert.equal(mask.mask('open sesame'), '***');
    await assert.rejects(
      send(tls, { secrets: { phrase: 'wrong' } }),
      isProblem('tlsFileUnusable', { field: 'tls.key', file: key, reason: 'its passphrase is another' }),
    );
    await assert.rejects(send(tls), isProblem('secretMissing', { name: 'phrase' }));
    await assert.rejects(
      send({ cert: client.certificate, key }),
      isProblem('tlsFileUnusable', { reason: 'it is encrypted, and tls has no passphrase' }),
    );
  });

  it('refuses those without one, which is said', async () => {
    for (const size of [1000, 20 * mebibyte]) {
      await assert.rejects(
        send({}, {}, {}, size),
        isTransferError('clientCertificateRefused', { status: 400 }, { reason: 'it was shown none' }),
      );
    }
  });

  it('refuses one of another authority, which is said', async () => {
    const other = selfSigned(folder);
    await assert.rejects(
      send({ cert: other.certificate, key: other.key }),
      isTransferError('clientCertificateRefused', { status: 400 }, { reason: 'yours is refused' }),
    );
  });

  it('refuses one that has expired, which is said', async () => {
    const old = authority.issue('old', 'DNS:client.test', -1);
    await assert.rejects(
      send({ cert: old.certificate, key: old.key }),
      isTransferError('clientCertificateRefused', { status: 400 }, { reason: 'yours is refused' }),
    );
  });

  it('is shown it through a proxy too', async () => {
    const folderOfProxy = await mkdtemp('/tmp/porter-');
    execFileSync('chmod', ['755', folderOfProxy]);
    const proxy = await startSquid(folderOfProxy, await freePort());
    try {
      const address = `http://${proxyUser.name}:${encodeURIComponent(proxyUser.password)}@127.0.0.1:${proxy.port}`;
      const url = `https://files.test:${server.port}/`;
      await send({ cert: client.certificate, key: client.key }, { network: { proxy: address } }, { url });
    } finally {
      await proxy.stop();
      await rm(folderOfProxy, { recursive: true });
    }
  });

  describe('needs files that', () => {
    const cases: [title: string, tls: (text: string) => TlsFiles, told: object][] = [
      [
        'exist',
        () => ({ cert: '/nowhere/c.pem', key: client.key }),
        { destination: 'test', field: 'tls.cert', file: '/nowhere/c.pem', reason: 'it does not exist' },
      ],
      ['are files', () => ({ ca: folder }), { field: 'tls.ca', reason: 'it cannot be read' }],
      [
        'hold an authority’s certificate',
        (text) => ({ ca: text }),
        { field: 'tls.ca', reason: 'it holds no certificate in PEM' },
      ],
      [
        'hold a certificate',
        (text) => ({ cert: text, key: client.key }),
        { field: 'tls.cert', reason: 'it holds no certificate in PEM' },
      ],
      [
        'hold a key',
        (text) => ({ cert: client.certificate, key: text }),
        { field: 'tls.key', reason: 'it holds no private key in PEM' },
      ],
      [
        'fit each other',
        () => ({ cert: client.certificate, key: join(folder, 'authority.key') }),
        { field: 'tls.key', reason: 'it is not that of the certificate' },
      ],
    ];
    for (const [title, tls, told] of cases) {
      it(title, async () => {
        const text = join(folder, 'text');
        await writeFile(text, 'no PEM');
        await assert.rejects(send(tls(text)), isProblem('tlsFileUnusable', told));
      });
    }
  });
});

/** Unlike nginx, it refuses TLS itself. */
describe('a server of Node that lets in only clients with a certificate', () => {
  let folder: string;
  let authority: Authority;
  let client: Certificate;
  const servers: Server[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    authority = makeAuthority(folder);
    client = authority.issue('client', 'DNS:client.test');
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** Notes whose certificate it was shown. */
  async function serve(shown: string[], location?: string, rejectUnauthorized = true): Promise<string> {
    const { certificate, key } = authority.issue('server', here);
    const server = createServer(
      {
        cert: await readFile(certificate),
        key: await readFile(key),
        ca: await readFile(authority.certificate),
        requestCert: true,
        rejectUnauthorized,
      },
      (request, response) => {
        assert.ok(request.socket instanceof TLSSocket);
        shown.push(JSON.stringify(request.socket.getPeerCertificate().subject));
        request.resume();
        response.writeHead(location === undefined ? 201 : 307, location === undefined ? {} : { location }).end();
      },
    ).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  const send = (url: string, tls: TlsFiles, kind: (FormProfile | RawProfile)['kind'] = 'form', size = 10) =>
    destinationOf({ kind, url, tls: { ca: authority.certificate, ...tls } }).send([plannedBytes(bytesOf(size))], quiet);

  for (const kind of ['form', 'raw'] as const) {
    it(`says so of a ${kind} upload, and that nothing was sent`, async () => {
      const url = await serve([]);
      for (const size of [10, 20 * mebibyte]) {
        await assert.rejects(
          send(url, {}, kind, size),
          isTransferError('clientCertificateRefused', { sent: 'nothing' }, { reason: 'it was shown none' }),
        );
      }
    });
  }

  it('is shown it by tus and s3 too', async () => {
    const shown: string[] = [];
    const url = await serve(shown);
    const tls = { ca: authority.certificate, cert: client.certificate, key: client.key };
    const keys = { accessKeyId: 'id', secretAccessKey: 'key' };
    for (const profile of [
      { kind: 'tus', url, tls },
      { kind: 's3', endpoint: url, bucket: 'bucket', credentials: keys, tls },
    ] as const) {
      const sending = destinationOf(profile).send([plannedBytes('x')], quiet);
      await sending.catch(() => undefined);
    }
    assert.ok(shown.length >= 2, shown.join());
    for (const subject of shown) assert.equal(subject, '{"CN":"client"}');
  });

  it('does not lead to one without TLS', async () => {
    const plain = await listen(() => assert.fail('it was asked'));
    try {
      await assert.rejects(
        send(await serve([], plain.url, false), {}),
        isTransferError('refusedByServer', { status: 307 }, { reason: `: it redirects to ${plain.url}` }),
      );
    } finally {
      await plain.close();
    }
  });

  it('is shown it, but not another server that it leads to', async () => {
    const shown: string[] = [];
    const elsewhere = await serve(shown, undefined, false);
    await send(await serve(shown, elsewhere), { cert: client.certificate, key: client.key });
    assert.deepEqual(shown, ['{"CN":"client"}', undefined]);
  });
});

describe('a server of OpenSSL that lets in only clients with a certificate', () => {
  it('says when it refuses the one that it is shown, and that nothing was sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const authority = makeAuthority(folder);
    const { certificate, key } = authority.issue('server', here);
    const other = selfSigned(folder);
    const verify = ['-CAfile', authority.certificate, '-Verify', '1', '-verify_return_error'];
    const args = ['s_server', '-accept', '127.0.0.1:0', '-cert', certificate, '-key', key, ...verify];
    const server = await startProgram('openssl', args, { ready: /^ACCEPT 127\.0\.0\.1:(\d+)/ });
    try {
      const url = `https://127.0.0.1:${server.port}/`;
      const tls = { ca: authority.certificate, cert: other.certificate, key: other.key };
      for (const size of [10, 20 * mebibyte]) {
        await assert.rejects(
          destinationOf({ kind: 'form', url, tls }).send([plannedBytes(bytesOf(size))], quiet),
          isTransferError('clientCertificateRefused', { sent: 'nothing' }, { reason: 'yours is refused' }),
        );
      }
    } finally {
      await server.stop();
      await rm(folder, { recursive: true });
    }
  });
});
