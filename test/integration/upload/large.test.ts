import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { destinationOf, planned, signal } from './given.ts';

const gibibyte = 1024 ** 3;

describe('a file of 5 GiB', () => {
  let folder: string;
  let server: Server;
  let got = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    await writeFile(join(folder, 'sparse'), '');
    await truncate(join(folder, 'sparse'), 5 * gibibyte);
    server = createServer({ highWaterMark: 1024 * 1024 }, (request, response) => {
      got = 0;
      request.on('data', ({ length }: Buffer) => (got += length)).on('end', () => response.end());
    });
    server.requestTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('is sent whole, through memory that does not grow with it', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const source = await fileSource(join(folder, 'sparse'), 'sparse', signal);
    const before = process.memoryUsage.rss();
    let highest = 0;
    let told = 0;
    const onBytes = (bytes: number) => {
      told = bytes;
      highest = Math.max(highest, process.memoryUsage.rss());
    };
    await destinationOf({ kind: 'form', url }).send([planned(source)], { signal, onBytes });
    assert.equal(told, 5 * gibibyte);
    assert.ok(got > 5 * gibibyte && got < 5 * gibibyte + 1000, `${got} bytes came`);
    // Of both sides, as the server is in this process too.
    assert.ok(highest - before < 200e6, `${highest - before} bytes more`);
  }).timeout(180_000);
});
