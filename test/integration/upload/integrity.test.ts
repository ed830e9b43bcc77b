import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { FormProfile, RawProfile } from '../../../src/core/profile/profile.ts';
import { bytesOf, destinationOf, isProblem, plannedBytes, quiet } from './given.ts';

type Kind = (FormProfile | RawProfile)['kind'];

const size = 700_000;
const right = bytesOf(size);
const wrong = Buffer.from(right).fill(0, size - 1);

const base64 = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('base64');

function crc32Of(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

/** What a server tells of bytes. */
const tellers: Record<string, (bytes: Uint8Array) => OutgoingHttpHeaders> = {
  'Content-MD5': (bytes) => ({ 'content-md5': base64('md5', bytes) }),
  'Repr-Digest': (bytes) => ({ 'repr-digest': `sha-512=:AAAA:, sha-256=:${base64('sha256', bytes)}:` }),
  'Content-Digest': (bytes) => ({ 'content-digest': `md5=:${base64('md5', bytes)}:` }),
  Digest: (bytes) => ({ digest: `SHA-256=${base64('sha256', bytes)},unixsum=1` }),
  'x-amz-checksum-crc32': (bytes) => ({ 'x-amz-checksum-crc32': crc32Of(bytes) }),
  'x-amz-checksum-sha256': (bytes) => ({ 'x-amz-checksum-sha256': base64('sha256', bytes) }),
  'x-amz-checksum-sha1': (bytes) => ({ 'x-amz-checksum-sha1': base64('sha1', bytes) }),
  'x-goog-hash': (bytes) => ({ 'x-goog-hash': ['crc32c=AAAAAA==', `md5=${base64('md5', bytes)}`] }),
};

describe('a checksum in the answer', () => {
  let server: Server;
  let headers: OutgoingHttpHeaders;
  let body: string;
  beforeEach(async () => {
    body = '';
    server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(201, headers).end(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function send(kind: Kind, profile: Partial<FormProfile | RawProfile> = {}, bytes: Uint8Array[] = [right]) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const destination = destinationOf({ kind, url, ...profile } as FormProfile | RawProfile);
    return destination.send(
      bytes.map((each, index) => plannedBytes(each, `file${index}`)),
      quiet,
    );
  }

  for (const kind of ['form', 'raw'] as const) {
    for (const [name, tell] of Object.entries(tellers)) {
      it(`(${name}) of the file is a success of a ${kind} upload, of another is none`, async () => {
        headers = tell(right);
        await send(kind);
        headers = tell(wrong);
        await assert.rejects(
          send(kind),
          isProblem('contentDiffers', {
            file: 'file0',
            host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
            what: `its ${name.toLowerCase()} is not that of the file`,
          }),
        );
      });
    }

    it(`of the answer itself says nothing of a ${kind} upload`, async () => {
      for (body of ['', '{"url": "http://host.test/x"}']) {
        headers = { ...tellers['Content-MD5']?.(Buffer.from(body)), ...tellers['Repr-Digest']?.(Buffer.from(body)) };
        await send(kind);
      }
    });

    it(`that is none says nothing of a ${kind} upload`, async () => {
      headers = { 'content-md5': 'short', 'repr-digest': 'sha-256=:AAAA:', 'x-amz-checksum-crc32': 'AAAAAA==-3' };
      await send(kind);
    });
  }

  it('says nothing of several files', async () => {
    headers = { 'content-md5': base64('md5', wrong) };
    await send('form', { filesPerRequest: 2 }, [right, right]);
  });

  const md5 = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

  for (const own of ['x-amz-request-id', 'x-trans-id']) {
    it(`that is the ETag of a server which says ${own} is the MD5 of what was put`, async () => {
      headers = { [own]: '1', etag: md5(right) };
      await send('raw');
      headers = { [own]: '1', etag: md5(wrong) };
      await assert.rejects(send('raw'), isProblem('contentDiffers', { what: 'its etag is not that of the file' }));
      await send('raw', { method: 'POST' });
    });
  }

  it('that is any other ETag may be anything', async () => {
    const encrypted = { 'x-amz-request-id': '1', etag: md5(wrong) };
    for (headers of [
      { etag: md5(wrong) },
      { 'x-amz-request-id': '1', etag: '"65a1-2b"' },
      { 'x-amz-request-id': '1', etag: `W/${md5(wrong)}` },
      { ...encrypted, 'x-amz-server-side-encryption': 'aws:kms' },
      { ...encrypted, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
    ]) {
      await send('raw');
    }
  });
});
