import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Problem } from '../core/problem.ts';
import type { Credential } from './access.ts';
import { sendJson, sendPage, wantsPage } from './answer.ts';
import { detachedBody } from './detachedBody.ts';
import { linkTo } from './download.ts';
import type { FileStore, StoredFile } from './fileStore.ts';
import { uploadedPage } from './page.ts';
import { receiveForm, type TakeFile } from './receiveForm.ts';
import { storedName } from './storedName.ts';
import type { TypeCheck } from './typeCheck.ts';

/** What an upload needs to know. */
export interface UploadOptions {
  readonly store: FileStore;
  readonly types: TypeCheck;
  /** Largest file, in bytes. */
  readonly maxSize: number;
  /** How the client showed that it may upload: only who has the token learns where the files lie. */
  readonly credential: Credential;
  /** What links begin with: `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly signal: AbortSignal;
  /** Tells a client that asked first (`Expect: 100-continue`) to send the body. */
  readonly proceed: () => void;
}

interface ReceivedFile extends StoredFile {
  readonly mediaType: string;
}

/**
 * PUT: the body is the file, the path its name.
 *
 * @param name as the client wrote it.
 */
export async function uploadRaw(response: ServerResponse, name: string, options: UploadOptions): Promise<void> {
  const { headers } = response.req;
  if (headers['content-range'] !== undefined) {
    throw new Problem('requestInvalid', { reason: 'parts of files are not taken' }); // RFC 9110 §14.5
  }
  const length = Number(headers['content-length'] ?? 0);
  if (length > options.maxSize)
    throw new Problem('receivedTooLarge', { file: storedName(name), limit: options.maxSize });
  options.types.checkName(storedName(name));
  await upload(response, options, (body, take) => take(name, body));
}

/** POST: any number of files as multipart/form-data. */
export async function uploadForm(response: ServerResponse, options: UploadOptions): Promise<void> {
  const { headers } = response.req;
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'multipart/form-data') throw new Problem('bodyNotTaken', { body: mediaType || 'of no type' });
  await upload(response, options, (body, take) => receiveForm(body, headers, take));
}

/** Stores all files of the request, or none. */
async function upload(
  response: ServerResponse,
  options: UploadOptions,
  receive: (body: Readable, take: TakeFile) => Promise<void>,
): Promise<void> {
  const { store, types, signal } = options;
  await checkBody(response.req, options);
  options.proceed();
  const files: ReceivedFile[] = [];
  const incoming = store.begin();
  const body = detachedBody(response.req, signal);
  try {
    await receive(body, async (written, content) => {
      const name = storedName(written);
      types.checkName(name);
      const { stagedAt, ...file } = await incoming.add(name, content, signal);
      files.push({ ...file, mediaType: await types.check({ ...file, path: stagedAt }, signal) });
    });
    if (files.length === 0) throw new Problem('requestInvalid', { reason: 'the form holds no file' });
    await incoming.commit();
  } finally {
    body.destroy();
    await incoming.discard();
  }
  answer(response, files, options);
}

/** What can be refused before a byte of the body is read. */
export async function checkBody(
  { headers }: IncomingMessage,
  { store, signal }: Pick<UploadOptions, 'store' | 'signal'>,
): Promise<void> {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw new Problem('bodyNotTaken', { body: `encoded as ${encoding}` });
  const length = headers['content-length'];
  if (length === undefined && headers['transfer-encoding'] === undefined) throw new Problem('lengthMissing', {});
  if (Number(length ?? 0) > (await store.freeSpace(signal))) throw new Problem('diskFull', {});
}

function answer(response: ServerResponse, files: readonly ReceivedFile[], options: UploadOptions): void {
  const [only, ...others] = files;
  const location = only !== undefined && others.length === 0 ? { location: options.origin + linkTo(only) } : {};
  if (wantsPage(response.req)) {
    const listed = files.map((file) => ({ name: file.name, size: file.size, link: `.${linkTo(file)}` }));
    sendPage(response, 201, (nonce) => uploadedPage(nonce, listed), location);
    return;
  }
  const listed = files.map((file) => ({
    name: file.name,
    url: options.origin + linkTo(file),
    size: file.size,
    mediaType: file.mediaType,
    ...(options.credential === 'token' ? { path: file.path } : {}),
  }));
  sendJson(response, 201, { files: listed }, location);
}
