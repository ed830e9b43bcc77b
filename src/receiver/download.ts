import { create as contentDisposition } from 'content-disposition';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../core/problem.ts';
import { bufferSize } from './detachedBody.ts';
import type { FileStore, StoredFile } from './fileStore.ts';
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
 * Gives a stored file back, to be saved and never to be shown or run.
 *
 * @throws Problem `pathUnknown`.
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
  response.writeHead(200, {
    'content-type': await types.mediaType(file, signal),
    'content-length': file.size,
    'content-disposition': contentDisposition(file.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-cache',
  });
  if (response.req.method === 'HEAD' || file.size === 0) {
    response.end();
    return;
  }
  // Up to the size that was promised, should the file have grown.
  const content = createReadStream(file.path, { highWaterMark: bufferSize, end: file.size - 1 });
  await pipeline(content, response, { signal });
}

/** @throws Problem `requestInvalid` for a broken percent encoding. */
export function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new Problem('requestInvalid', { reason: 'its path is not percent-encoded UTF-8' }, { cause: error });
  }
}
