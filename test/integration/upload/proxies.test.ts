import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { selfSigned, type Certificate } from '../servers/certificate.ts';
import type { Program } from '../servers/program.ts';
import { proxyUser, startSquid } from '../servers/squid.ts';
import {
  bytesOf,
  destinationOf,
  freePort,
  isProblem,
  isTransferError,
  listen,
  planned,
  plannedBytes,
  quiet,
  sha256Of,
  signal,
  type Surroundings,
} from './given.ts';
import { readSlowly } from './readSlowly.ts';

const mebibyte = 1024 * 1024;
const credentials = `${proxyUser.name}:${encodeURIComponent(proxyUser.password)}@`;

/** Says what it got, and over which proxies. */
const receive: RequestListener = (request, response) => {
  void buffer(request).then((body) => {
    response.setHeader('x-seen', `http://seen.test/${sha256Of(body)}?via=${request.headers.via ?? ''}`);
    response.end();
  });
};

async function start(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A name that only the proxy knows: what arrives there went through it. */
describe('an upload through a proxy', () => {
  const trusted = getCACertificates('default');
  let folder: string;
  let tls: Certificate;
  let plainProxy: Program;
  let secureProxy: Program;
  let plain: Server;
  let secure: Server;
  let urls: Record<'http' | 'https', string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    // squid reads below it as a user of its own.
    await chmod(folder, 0o755);
    tls = selfSigned(folder);
    const cert = await readFile(tls.certificate, 'utf8');
    setDefaultCACertificates([...trusted, cert]);
    plain = createPlainServer(receive);
    secure = createSecureServer({ cert, key: await readFile(tls.key) }, receive);
    urls = {
      http: `http://files.test:${await start(plain)}/`,
      https: `https://files.test:${await start(secure)}/`,
    };
    plainProxy = await startSquid(join(folder, 'plain'), await freePort());
    secureProxy = await startSquid(join(folder, 'secure'), await freePort(), tls);
  });
  after(async () => {
    setDefaultCACertificates(trusted);
    for (const server of [plain, secure]) {
      server.closeAllConnections();
      server.close();
    }
    await Promise.all([plainProxy.stop(), secureProxy.stop()]);
    await rm(folder, { recursive: true });
  });

  const proxyUrl = (userinfo = credentials) => `http://${userinfo}127.0.0.1:${plainProxy.port}`;

  const send = (url: string, surroundings: Surroundings, bytes = bytesOf(10)) =>
    destinationOf({ kind: 'raw', url, link: { header: 'x-seen' } }, surroundings).send([plannedBytes(bytes)], quiet);

  for (const scheme of ['http', 'https'] as const) {
    it(`to an ${scheme} server arrives as it is, with the credentials of the proxy’s address`, async () => {
      for (const size of [0, 10, 3 * mebibyte]) {
        const [answer] = await send(urls[scheme], { network: { proxy: proxyUrl() } }, bytesOf(size));
        const seen = new URL(answer?.url ?? '');
        assert.equal(seen.pathname, `/${sha256Of(bytesOf(size))}`);
        // What goes through a tunnel is not the proxy's to read.
        assert.equal(seen.searchParams.get('via')?.includes('squid.test'), scheme === 'http');
      }
    });

    it(`to an ${scheme} server goes over TLS to a proxy that speaks it`, async () => {
      const network = { proxy: `https://${credentials}127.0.0.1:${secureProxy.port}` };
      const [answer] = await send(urls[scheme], { network }, bytesOf(3 * mebibyte));
      assert.equal(new URL(answer?.url ?? '').pathname, `/${sha256Of(bytesOf(3 * mebibyte))}`);
    });

    it(`to an ${scheme} server takes the proxy of the environment`, async () => {
      await send(urls[scheme], { env: { [`${scheme.toUpperCase()}_PROXY`]: proxyUrl() } });
      await send(urls[scheme], { env: { ALL_PROXY: proxyUrl() } });
    });

    it(`to an ${scheme} server goes around it where an exception or the editor says so`, async () => {
      const env = { ALL_PROXY: proxyUrl() };
      const surroundings: Surroundings[] = [
        { env: { ...env, NO_PROXY: 'files.test' } },
        { env, network: { noProxy: ['.test'] } },
        { env, network: { useProxy: false } },
      ];
      for (const each of surroundings) {
        await assert.rejects(send(urls[scheme], each), isTransferError('hostNotFound', {}));
      }
    });

    it(`to an ${scheme} server says when the proxy wants other credentials, and where they stand`, async () => {
      const proxy = `127.0.0.1:${plainProxy.port}`;
      const refused: [Surroundings, setting: string][] = [
        [{ network: { proxy: proxyUrl('') } }, 'http.proxy'],
        [{ network: { proxy: proxyUrl('anna:wrong@') } }, 'http.proxy'],
        [{ network: { proxy: proxyUrl(), proxyAuthorization: 'Basic eDp5' } }, 'http.proxyAuthorization'],
        [{ env: { ALL_PROXY: proxyUrl('') } }, 'ALL_PROXY'],
      ];
      for (const [surroundings, setting] of refused) {
        for (const size of [10, 20 * mebibyte]) {
          await assert.rejects(
            send(urls[scheme], surroundings, bytesOf(size)),
            isTransferError('proxyUnauthorized', { status: 407, sent: 'nothing' }, { proxy, setting }),
          );
        }
      }
    });

    it(`to an ${scheme} server sends the editor’s http.proxyAuthorization`, async () => {
      const token = Buffer.from(`${proxyUser.name}:${proxyUser.password}`).toString('base64');
      await send(urls[scheme], { network: { proxy: proxyUrl(''), proxyAuthorization: `Basic ${token}` } });
    });

    it(`to an ${scheme} server says when the proxy lets nothing through`, async () => {
      const url = urls[scheme].replace('files.test', 'refused.test');
      await assert.rejects(
        send(url, { env: { ALL_PROXY: proxyUrl() } }),
        isTransferError(
          'proxyRefused',
          { status: 403, sent: 'nothing' },
          { proxy: `127.0.0.1:${plainProxy.port}`, host: new URL(url).host, status: 403, exceptions: 'NO_PROXY' },
        ),
      );
    });

    it(`to an ${scheme} server that does not run is the proxy’s refusal, and may be repeated`, async () => {
      await assert.rejects(
        send(`${scheme}://files.test:${await freePort()}/`, { network: { proxy: proxyUrl() } }),
        isTransferError('proxyRefused', { status: 503, sent: 'nothing' }, { exceptions: 'http.noProxy' }),
      );
    });

    it(`to an ${scheme} server names the proxy when that does not run`, async () => {
      const proxy = `127.0.0.1:${await freePort()}`;
      await assert.rejects(
        send(urls[scheme], { env: { ALL_PROXY: `http://anna:word@${proxy}` } }),
        isTransferError(
          'proxyUnreachable',
          { networkCode: 'ECONNREFUSED', sent: 'nothing' },
          { proxy, setting: 'ALL_PROXY', reason: 'nothing listens there' },
        ),
      );
    });

    it(`to an ${scheme} server names the proxy when its certificate is not trusted`, async () => {
      const proxy = `localhost:${secureProxy.port}`;
      await assert.rejects(
        send(urls[scheme], { env: { ALL_PROXY: `https://${proxy}` } }),
        isTransferError('proxyUntrusted', { sent: 'nothing' }, { proxy, setting: 'ALL_PROXY' }),
      );
    });

    it(`to an ${scheme} server takes any certificate when the editor is not strict`, async () => {
      const network = { proxy: `https://${credentials}localhost:${secureProxy.port}`, strictSsl: false };
      await send(urls[scheme], { network });
    });
  }

  it('shows the server nothing of the proxy’s credentials', async () => {
    const destination = destinationOf(
      { kind: 'raw', url: urls.http, link: { template: 'http://${name}.test/' } },
      { network: { proxy: proxyUrl() } },
    );
    const headers = Promise.withResolvers<object>();
    plain.prependOnceListener('request', (request) => headers.resolve(request.headers));
    await destination.send([plannedBytes('x')], quiet);
    assert.ok(!('proxy-authorization' in (await headers.promise)));
  });

  it('uses one connection for one file after the other, also with a tunnel in it', async () => {
    for (const url of [urls.http, urls.https]) {
      let connections = 0;
      const counter = await listen((socket) => {
        connections++;
        socket.pipe(connect(plainProxy.port, '127.0.0.1')).pipe(socket);
      });
      const proxy = proxyUrl().replace(String(plainProxy.port), new URL(counter.url).port);
      const destination = destinationOf({ kind: 'raw', url }, { network: { proxy } });
      for (let times = 0; times < 3; times++) await destination.send([plannedBytes('x')], quiet);
      assert.equal(connections, 1);
      await counter.close();
    }
  });

  it('arrives as it is at a slow receiver at the end of a tunnel', async () => {
    await writeFile(join(folder, 'file'), bytesOf(24 * mebibyte));
    const file = planned(await fileSource(join(folder, 'file'), 'file', signal));
    secure.prependOnceListener('request', readSlowly);
    const destination = destinationOf(
      { kind: 'raw', url: urls.https, link: { header: 'x-seen' } },
      { network: { proxy: proxyUrl() } },
    );
    const [answer] = await destination.send([file], quiet);
    assert.equal(new URL(answer?.url ?? '').pathname, `/${sha256Of(bytesOf(24 * mebibyte))}`);
  });

  it('to this machine never goes through one', async () => {
    const network = { proxy: `http://127.0.0.1:${await freePort()}` };
    await send(urls.http.replace('files.test', '127.0.0.1'), { network });
    await send(urls.https.replace('files.test', '127.0.0.1'), { network, env: { ALL_PROXY: network.proxy } });
  });

  it('cannot be sent to a proxy of another kind, and the setting says so', async () => {
    await assert.rejects(
      send(urls.http, { env: { ALL_PROXY: 'socks5://127.0.0.1:1080' } }),
      isProblem('settingInvalid', { setting: 'ALL_PROXY', where: 'the environment' }),
    );
  });
});
