import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Problem } from '../../core/problem.ts';
import type { Access, Credential } from '../access.ts';
import { hasBody } from '../answer.ts';
import { detachedBody } from '../detachedBody.ts';
import { linkTo } from '../download.ts';
import type { FileStore, StoredFile } from '../fileStore.ts';
import { storedName } from '../storedName.ts';
import type { TypeCheck } from '../typeCheck.ts';
import { checkBody } from '../upload.ts';
import { isId, type PartialUpload, type PartialUploads } from './partialUploads.ts';
import { bytesIn, checksumAlgorithms, checksumIn, metadataIn } from './tusHeaders.ts';
import type { Turns } from './turns.ts';

/** Where uploads are created. */
const tusPath = '/tus';

export function isTus(path: string): boolean {
  return path === tusPath || path.startsWith(`${tusPath}/`);
}

/** What uploads need that can be continued: tus 1.0.0 (https://tus.io/protocols/resumable-upload). */
export interface TusService {
  readonly access: Access;
  readonly store: FileStore;
  readonly types: TypeCheck;
  /** Largest file, in bytes. */
  readonly maxSize: number;
  readonly uploads: PartialUploads;
  readonly turns: Turns;
}

interface TusCall {
  readonly method: string;
  readonly path: string;
  /** What links begin with: `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly signal: AbortSignal;
  /** Tells a client that asked first (`Expect: 100-continue`) to send the body. */
  readonly proceed: () => void;
}

/** Where a complete file lies, percent-encoded. */
const pathHeader = 'porter-path';

const partType = 'application/offset+octet-stream';

/**
 * Answers one request of tus.
 *
 * @throws Problem: the refusal.
 */
export async function answerTus(service: TusService, response: ServerResponse, call: TusCall): Promise<void> {
  const { headers } = response.req;
  const override = headers['x-http-method-override'];
  const method = typeof override === 'string' ? override.toUpperCase() : call.method;
  response.setHeader('tus-resumable', '1.0.0');
  if (method === 'OPTIONS') {
    tellFeatures(service, response);
    return;
  }
  const credential = service.access.checkCredential(response.req);
  if (headers['tus-resumable'] !== '1.0.0') {
    response.setHeader('tus-version', '1.0.0');
    throw new Problem('tusVersion', {});
  }
  const request = new TusExchange(service, response, call, credential);
  if (call.path === tusPath) {
    if (method === 'POST') return request.create();
    throw new Problem('methodNotAllowed', { method, allow: 'OPTIONS, POST' });
  }
  const id = call.path.slice(tusPath.length + 1);
  if (!isId(id)) throw new Problem('pathUnknown', {});
  switch (method) {
    case 'HEAD':
      return request.tellOffset(id);
    case 'PATCH':
      return request.append(id);
    case 'DELETE':
      return request.remove(id);
    default:
      throw new Problem('methodNotAllowed', { method, allow: 'DELETE, HEAD, OPTIONS, PATCH' });
  }
}

function tellFeatures({ maxSize }: TusService, response: ServerResponse): void {
  response.writeHead(204, {
    'tus-version': '1.0.0',
    'tus-extension': 'creation,creation-with-upload,checksum,termination,expiration',
    'tus-checksum-algorithm': checksumAlgorithms.join(','),
    ...(Number.isFinite(maxSize) ? { 'tus-max-size': maxSize } : {}),
  });
  response.end();
}

/** What there is under an id. */
type Found = { readonly partial: PartialUpload } | { readonly stored: StoredFile };

/** One request about one upload. */
class TusExchange {
  readonly #service: TusService;
  readonly #response: ServerResponse;
  readonly #call: TusCall;
  readonly #credential: Credential;

  constructor(service: TusService, response: ServerResponse, call: TusCall, credential: Credential) {
    this.#service = service;
    this.#response = response;
    this.#call = call;
    this.#credential = credential;
  }

  async create(): Promise<void> {
    const { uploads, turns, types, maxSize, store } = this.#service;
    const { signal } = this.#call;
    const { headers } = this.#response.req;
    const length = bytesIn(headers, 'upload-length');
    const metadata = String(headers['upload-metadata'] ?? '');
    const told = metadataIn(metadata);
    const name = storedName(told.get('filename') ?? told.get('name') ?? '');
    if (length > maxSize) {
      this.#response.setHeader('tus-max-size', maxSize);
      throw new Problem('receivedTooLarge', { file: name, limit: maxSize });
    }
    types.checkName(name);
    if (length > (await store.freeSpace(signal))) throw new Problem('diskFull', {});
    const withBytes = hasBody(this.#response.req);
    if (withBytes) await this.#checkPart();
    const created = await uploads.create({ name, length, metadata });
    const found = await turns.take(created.id, signal, async (turn) => {
      try {
        return await this.#stored(withBytes ? await this.#receive(created, turn) : created, turn);
      } catch (error) {
        // Nobody was told its address.
        await uploads.remove(created.id);
        throw error;
      }
    });
    // Relative: only the client knows what a forwarding puts in front.
    this.#answer(201, found, { location: `${tusPath.slice(1)}/${created.id}` });
  }

  async tellOffset(id: string): Promise<void> {
    const found = await this.#onTurn(id, (there) => Promise.resolve(there));
    const { length, metadata } = 'partial' in found ? found.partial : ofStored(found.stored);
    this.#answer(200, found, {
      'upload-length': length,
      'cache-control': 'no-store',
      ...(metadata === '' ? {} : { 'upload-metadata': metadata }),
    });
  }

  async append(id: string): Promise<void> {
    await this.#checkPart();
    const { req: request } = this.#response;
    const offset = bytesIn(request.headers, 'upload-offset');
    const found = await this.#onTurn(id, async (there, turn) => {
      if (offset !== offsetOf(there)) throw new Problem('offsetWrong', { offset: offsetOf(there) });
      if ('partial' in there) return this.#stored(await this.#receive(there.partial, turn), turn);
      if (hasBody(request)) throw new Problem('requestInvalid', { reason: 'the upload is complete' });
      return there;
    });
    this.#answer(204, found, {});
  }

  /** A file that is complete stays: it is no upload any more. */
  async remove(id: string): Promise<void> {
    await this.#onTurn(id, async (there) => {
      if ('stored' in there) throw new Problem('pathUnknown', {});
      await this.#service.uploads.remove(id);
    });
    this.#response.writeHead(204).end();
  }

  /** What is answered, is answered behind it: the client may go on at once, also at another receiver. */
  async #onTurn<T>(id: string, work: (there: Found, turn: AbortSignal) => Promise<T>): Promise<T> {
    const { uploads, turns, store } = this.#service;
    return turns.take(id, this.#call.signal, async (turn) => {
      const partial = await uploads.find(id);
      // The receiver may have been killed when all of it was there.
      if (partial !== undefined) return work(await this.#stored(partial, turn), turn);
      const stored = await store.find(id, turn);
      if (stored === undefined) throw new Problem('pathUnknown', {});
      return work({ stored }, turn);
    });
  }

  /** What can be refused before a byte of a part is read. */
  async #checkPart(): Promise<void> {
    const { req: request } = this.#response;
    const type = (request.headers['content-type'] ?? 'of no type').toLowerCase();
    if (type !== partType) throw new Problem('partNotTaken', { body: type });
    await checkBody(request, { store: this.#service.store, signal: this.#call.signal });
  }

  async #receive(upload: PartialUpload, signal: AbortSignal): Promise<PartialUpload> {
    const { req: request } = this.#response;
    const checksum = checksumIn(request.headers);
    this.#call.proceed();
    const body = detachedBody(request, signal);
    try {
      return await this.#service.uploads.append(upload, body, checksum, signal);
    } finally {
      body.destroy();
    }
  }

  /** Stores it if it is complete, and is what may be stored. */
  async #stored(partial: PartialUpload, signal: AbortSignal): Promise<Found> {
    const { id, name, path, length, offset } = partial;
    if (offset < length) return { partial };
    const { types, uploads, store } = this.#service;
    try {
      await types.check({ name, path, size: length }, signal);
    } catch (error) {
      if (error instanceof Problem && error.code === 'typeNotAllowed') await uploads.remove(id);
      throw error;
    }
    await uploads.complete(partial);
    const stored = await store.find(id, signal);
    if (stored === undefined) throw new Problem('pathUnknown', {});
    return { stored };
  }

  /** Who has the token is told where a complete file lies. */
  #answer(status: number, found: Found, headers: OutgoingHttpHeaders): void {
    const ending =
      'partial' in found
        ? { 'upload-expires': this.#service.uploads.expiryFrom(Date.now()).toUTCString() }
        : {
            'content-location': this.#call.origin + linkTo(found.stored),
            ...(this.#credential === 'token' ? { [pathHeader]: encodeURIComponent(found.stored.path) } : {}),
          };
    // RFC 9110 §8.6: 204 has none.
    const length = status === 204 ? {} : { 'content-length': 0 };
    this.#response.writeHead(status, { ...headers, ...ending, ...length, 'upload-offset': offsetOf(found) });
    this.#response.end();
  }
}

/** What else was said of it is forgotten once it is complete. */
function ofStored({ name, size }: StoredFile): Pick<PartialUpload, 'length' | 'metadata'> {
  return { length: size, metadata: `filename ${Buffer.from(name).toString('base64')}` };
}

function offsetOf(found: Found): number {
  return 'partial' in found ? found.partial.offset : found.stored.size;
}
