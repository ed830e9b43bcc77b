import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { S3Profile, TusProfile } from '../../../src/core/profile/profile.ts';
import type { SessionState } from '../../../src/core/transfer/sessionPort.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { answerOf, startScriptedServer, type TakenRequest } from '../servers/scriptedServer.ts';
import { bytesOf, destinationOf, planned, signal } from './given.ts';

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

/** Behind 2^32 bytes, where a number of 32 bits would have begun at 0 again. */
describe('a part behind 4 GiB', () => {
  const partSize = 16 * 1024 * 1024;
  const start = 4 * gibibyte + partSize;
  const content = bytesOf(1000);
  let folder: string;
  let file: PlannedFile;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    const path = join(folder, 'sparse');
    await writeFile(path, '');
    await truncate(path, start);
    await appendFile(path, content);
    file = planned(await fileSource(path, 'sparse', signal));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Sends the last part, and gives the request that it went by. */
  async function send(profile: TusProfile | S3Profile, state: SessionState): Promise<TakenRequest> {
    const { session } = destinationOf(profile);
    assert.ok(session);
    const part = { start, end: start + content.length };
    const { held } = await session.send(state, file, part, { signal, onBytes: () => undefined });
    assert.deepEqual({ start: held.start, end: held.end }, part);
    const request = server.requests.findLast(({ body }) => body.length > 0);
    assert.ok(request);
    assert.ok(request.body.equals(content));
    return request;
  }

  it('goes by tus to its place', async () => {
    server = await startScriptedServer(({ method }) =>
      method === 'PATCH'
        ? answerOf(204, { 'tus-resumable': '1.0.0', 'upload-offset': String(start + content.length) })
        : answerOf(204, { 'tus-version': '1.0.0', 'tus-extension': 'creation' }),
    );
    const { headers } = await send({ kind: 'tus', url: `${server.url}files` }, { path: '/files/1' });
    assert.equal(headers['upload-offset'], '4311744512');
  });

  it('goes by s3 to its place', async () => {
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    server = await startScriptedServer(() => answerOf(200, { etag }));
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'x' };
    const state = { key: 'sparse', uploadId: 'u1', partSize, checksums: false };
    const { target } = await send({ kind: 's3', endpoint: server.url, bucket: 'b', partSize, credentials }, state);
    assert.match(target, /partNumber=258&/);
  });
});
