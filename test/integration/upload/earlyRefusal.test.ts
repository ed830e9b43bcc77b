import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { selfSigned, type Certificate } from '../servers/certificate.ts';
import { startNginx } from '../servers/nginx.ts';
import { destinationOf, freePort, isTransferError, listen, planned, quiet, signal } from './given.ts';

const mebibyte = 1024 * 1024;
const tooLarge = 'HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n';

/** How a server ends the connection after its 413; `raw` is below TLS where there is any. */
const endings: Record<string, (socket: Socket, raw: Socket) => void> = {
  closes: (socket) => socket.end(tooLarge),
  'stops reading and closes': (socket) => socket.pause().end(tooLarge),
  resets: (socket, raw) => socket.write(tooLarge, () => raw.resetAndDestroy()),
};

/** The network may lose an answer to a reset before this side sees it; it must not be lost here. */
describe('a 413 that comes while a file is sent', () => {
  const tries = 20;
  let folder: string;
  let tls: Certificate;
  let secureContext: SecureContext;
  let file: PlannedFile;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    tls = selfSigned(folder);
    secureContext = createSecureContext({ cert: await readFile(tls.certificate), key: await readFile(tls.key) });
    await writeFile(join(folder, 'file'), '');
    await truncate(join(folder, 'file'), 50 * mebibyte);
    file = planned(await fileSource(join(folder, 'file'), 'file', signal));
  });
  after(() => rm(folder, { recursive: true }));

  /** How often the person is told of it; any other failure must be that of a connection that broke off. */
  async function heard(destination: Destination): Promise<number> {
    let count = 0;
    for (let times = 0; times < tries; times++) {
      await assert.rejects(destination.send([file], quiet), (error: unknown) => {
        assert.ok(error instanceof TransferError, String(error));
        const isHeard = error.problem.code === 'tooLargeForServer';
        if (isHeard) count++;
        return isTransferError(isHeard ? 'tooLargeForServer' : 'connectionLost', { sent: 'something' })(error);
      });
    }
    return count;
  }

  for (const kind of ['form', 'raw'] as const) {
    for (const isSecure of [false, true]) {
      for (const [ending, end] of Object.entries(endings)) {
        it(`as ${kind}${isSecure ? ' over TLS' : ''} is heard when the server then ${ending}`, async () => {
          const server = await listen((raw) => {
            const socket = isSecure ? new TLSSocket(raw, { isServer: true, secureContext }) : raw;
            let got = 0;
            socket
              .on('error', () => undefined)
              .on('data', ({ length }: Buffer) => {
                const was = got;
                got += length;
                if (was <= mebibyte && got > mebibyte) end(socket, raw);
              });
          });
          try {
            const destination = destinationOf(
              isSecure
                ? { kind, url: server.url.replace('http:', 'https:'), tls: { ca: tls.certificate } }
                : { kind, url: server.url },
            );
            const count = await heard(destination);
            assert.ok(count >= tries * 0.9, `${count} of ${tries}`);
          } finally {
            await server.close();
          }
        });
      }
    }
  }

  for (const isSecure of [false, true]) {
    it(`from nginx is heard${isSecure ? ' over TLS' : ''}, also when that resets`, async () => {
      const server = await startNginx(folder, await freePort(), isSecure ? tls : undefined);
      try {
        for (const path of ['small', 'abrupt']) {
          const authority = `127.0.0.1:${server.port}/${path}/`;
          const destination = destinationOf(
            isSecure
              ? { kind: 'raw', url: `https://${authority}`, tls: { ca: tls.certificate } }
              : { kind: 'raw', url: `http://${authority}` },
          );
          const count = await heard(destination);
          assert.ok(count >= tries * 0.9, `${count} of ${tries} below /${path}/`);
        }
      } finally {
        await server.stop();
      }
    });
  }
});
