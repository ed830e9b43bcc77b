import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SendOptions } from '../../../src/core/ports.ts';
import { readingBeside, readingHere } from '../../../src/node/files/fileReading.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { selfSigned } from '../servers/certificate.ts';
import { bytesOf, destinationOf, planned, quiet, sha256Of, signal } from './given.ts';
import { readSlowly } from './readSlowly.ts';

const mebibyte = 1024 * 1024;

/** As under a bandwidth limit that is never reached. */
const inPieces = (piece: number): SendOptions => ({
  ...quiet,
  pace: { isLimited: true, take: (most) => Promise.resolve(Math.min(most, piece)) },
});

/** In bytes: what a socket copies, and what it sends from where it is. */
const pieceSizes = { small: 16 * 1024, large: 250_000 };

/** The buffers that a file is read into are used again: none may be while the network still has it. */
for (const [where, reading] of Object.entries({
  'on its own thread': readingHere,
  'beside its thread': readingBeside,
})) {
  describe(`a file read ${where} through few buffers`, () => {
    let folder: string;
    let server: Server;
    const trusted = getCACertificates('default');
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'porter-'));
      await writeFile(join(folder, 'file'), bytesOf(24 * mebibyte));
    });
    afterEach(async () => {
      setDefaultCACertificates(trusted);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    after(() => rm(folder, { recursive: true }));

    const slowly: RequestListener = (request, response) => {
      const hash = createHash('sha256');
      readSlowly(request);
      request
        .on('data', (chunk: Buffer) => hash.update(chunk))
        .on('end', () => response.end(`http://sum.test/${hash.digest('hex')}`));
    };

    async function checkSum(protocol: 'http' | 'https', options: SendOptions = quiet): Promise<void> {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const file = planned(await fileSource(join(folder, 'file'), 'file', signal, reading));
      const destination = destinationOf({ kind: 'raw', url, method: 'POST' });
      const [answer] = await destination.send([file], options);
      assert.equal(answer?.url, `http://sum.test/${sha256Of(await readFile(join(folder, 'file')))}`);
    }

    it('arrives as it is at a slow receiver', async () => {
      server = createPlainServer({ highWaterMark: 4096 }, slowly);
      await checkSum('http');
    });

    it('arrives as it is at a slow receiver over TLS', async () => {
      await listenSecurely();
      await checkSum('https');
    });

    for (const [size, bytes] of Object.entries(pieceSizes)) {
      it(`arrives as it is when a bandwidth limit lets it leave in ${size} pieces`, async () => {
        server = createPlainServer({ highWaterMark: 4096 }, slowly);
        await checkSum('http', inPieces(bytes));
      });

      it(`arrives as it is when a bandwidth limit lets it leave in ${size} pieces over TLS`, async () => {
        await listenSecurely();
        await checkSum('https', inPieces(bytes));
      });
    }

    async function listenSecurely(): Promise<void> {
      const { certificate, key } = selfSigned(folder);
      const cert = await readFile(certificate, 'utf8');
      setDefaultCACertificates([...trusted, cert]);
      server = createSecureServer({ cert, key: await readFile(key), highWaterMark: 4096 }, slowly);
    }

    it('arrives as it is in a form with others', async () => {
      const bodies: Buffer[] = [];
      server = createPlainServer({ highWaterMark: 4096 }, (request, response) => {
        readSlowly(request);
        request.on('data', (chunk: Buffer) => bodies.push(Buffer.from(chunk)));
        request.on('end', () => response.end());
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      await writeFile(join(folder, 'odd'), bytesOf(mebibyte + 5));
      const sources = [
        await fileSource(join(folder, 'odd'), 'odd', signal, reading),
        await fileSource(join(folder, 'file'), 'file', signal, reading),
      ];
      await destinationOf({ kind: 'form', url, filesPerRequest: 2 }).send(
        sources.map((source) => planned(source)),
        quiet,
      );
      const body = Buffer.concat(bodies);
      assert.ok(body.includes(await readFile(join(folder, 'odd'))));
      assert.ok(body.includes(await readFile(join(folder, 'file'))));
    });
  });
}
