import { create as contentDisposition } from 'content-disposition';
import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../core/problem.ts';
import { versionOf } from '../node/files/fileVersion.ts';
import { bufferSize } from './detachedBody.ts';
import type { FileStore, StoredFile } from './fileStore.ts';
import { rangeIn } from './range.ts';
import type { TypeCheck } from './typeCheck.ts';

const linkPath = /^\/f\/([0-9a-f]{32})(?:\/([^/]+))?$/;

/** Path of a file's link: who knows the 128 bits in it may read the file. */
export function linkTo({ id, name }: Pick<StoredFile, 'id' | 'name'>): string {
  return `/f/${id}/${encodeURIComponent(name)}`;
}

export function isLink(path: string): boolean {
  return path.startsWith('/f/');
}

/**
 * Gives a stored file back, or a part of it, to be saved and never to be shown or run.
 *
 * @throws Problem `pathUnknown`, `rangeBeyond`.
 */
export async function download(
  response: ServerResponse,
  path: string,
  { store, types, signal }: { store: FileStore; types: TypeCheck; signal: AbortSignal },
): Promise<void> {
  const [, id = '', name] = linkPath.exec(path) ?? [];
  const file = await store.find(id, signal);
  if (file === undefined || (name !== undefined && decodeName(name) !== file.name)) {
    throw new Problem('pathUnknown', {});
  }
  const { size } = file;
  const etag = etagOf(await stat(file.path, { bigint: true }));
  const { method, headers } = response.req;
  const range = method === 'GET' ? rangeIn(headers, { size, etag }) : undefined;
  if (range === 'unsatisfiable') throw new Problem('rangeBeyond', { end: size });
  // Up to the size that was promised, should the file have grown.
  const { start, end } = range ?? { start: 0, end: size };
  response.writeHead(range ? 206 : 200, {
    'content-type': await types.mediaType(file, signal),
    'content-length': end - start,
    ...(range && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
    'accept-ranges': 'bytes',
    etag,
    'content-disposition': contentDisposition(file.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-cache',
  });
  if (method === 'HEAD' || start === end) {
    response.end();
    return;
  }
  const content = createReadStream(file.path, { highWaterMark: bufferSize, start, end: end - 1 });
  await pipeline(content, response, { signal });
}

/** Another one when somebody wrote to the file where it lies. */
function etagOf(stats: BigIntStats): string {
  return `"${createHash('sha256').update(versionOf(stats)).digest('base64url')}"`;
}

/** @throws Problem `requestInvalid` for a broken percent encoding. */
export function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new Problem('requestInvalid', { reason: 'its path is not percent-encoded UTF-8' }, { cause: error });
  }
}
