/** Requests of tus 1.0 to the receiver. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receiver } from '../../../src/receiver/startReceiver.ts';
import { contents, untilInFolder, type Bench, type RawConnection } from './setup.ts';

export const partType = 'application/offset+octet-stream';

/** Where requests go. */
type Address = Pick<Receiver, 'url' | 'token'>;

export type Headers = Readonly<Record<string, string>>;

export function ask(receiver: Address, method: string, path: string, headers: Headers = {}, body?: string | Buffer) {
  const all = { authorization: `Bearer ${receiver.token ?? ''}`, 'tus-resumable': '1.0.0', ...headers };
  const content = body === undefined ? null : new Uint8Array(Buffer.from(body));
  return fetch(`${receiver.url}${path}`, { method, headers: all, body: content });
}

/** Creates an upload; gives its path. */
export async function create(
  receiver: Address,
  length: number,
  name = 'file.bin',
  headers: Headers = {},
): Promise<string> {
  const metadata = `filename ${base64(name)}`;
  const answer = await ask(receiver, 'POST', '/tus', {
    'upload-length': String(length),
    'upload-metadata': metadata,
    ...headers,
  });
  assert.equal(answer.status, 201, await answer.text());
  return `/${answer.headers.get('location') ?? ''}`;
}

export function patch(receiver: Receiver, path: string, offset: number, body: string | Buffer, headers: Headers = {}) {
  return ask(receiver, 'PATCH', path, { 'content-type': partType, 'upload-offset': String(offset), ...headers }, body);
}

export async function offsetOf(receiver: Address, path: string): Promise<number> {
  const answer = await ask(receiver, 'HEAD', path);
  assert.equal(answer.status, 200);
  return Number(answer.headers.get('upload-offset'));
}

/** A connection on which a part of so many bytes has begun, and its first bytes are on the disk. */
export async function halfSent(
  bench: Bench,
  receiver: Receiver,
  path: string,
  length: number,
  bytes: Buffer,
): Promise<RawConnection> {
  const connection = bench.connect(receiver);
  const lines = [
    `PATCH ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${receiver.port}`,
    `Authorization: Bearer ${receiver.token ?? ''}`,
    'Tus-Resumable: 1.0.0',
    `Content-Type: ${partType}`,
    'Upload-Offset: 0',
    `Content-Length: ${length}`,
  ];
  const arrived = arrival(join(bench.store, '.uploads', path.slice(5), 'data'), bytes.length);
  await connection.write(`${lines.join('\r\n')}\r\n\r\n`);
  await connection.write(bytes);
  await arrived;
  return connection;
}

/** The bytes behind the link of a complete upload. */
export async function stored(answer: Response): Promise<Buffer> {
  const link = answer.headers.get('content-location') ?? '';
  const response = await fetch(link);
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Waits until the one file in the folder has so many bytes. */
async function arrival(folder: string, bytes: number): Promise<void> {
  await untilInFolder(folder, async () => {
    const [name = ''] = await contents(folder);
    return (await stat(join(folder, name))).size >= bytes;
  });
}
