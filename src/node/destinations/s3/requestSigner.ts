import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import type { AccessKeys } from './accessKeys.ts';
import { encodeAsSigned } from './bucketAddress.ts';

/** What AWS Signature Version 4 covers of a request; header names in lower case. */
interface Signable {
  readonly method: string;
  /** Without a query. */
  readonly url: URL;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The URL with its query, and the headers with their signature. */
interface Signed {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs the request; `x-amz-content-sha256` among its headers vouches for the body. */
export async function signRequest(
  { method, url, query, headers }: Signable,
  keys: AccessKeys,
  region: string,
  date: Date,
): Promise<Signed> {
  const request = { ...addressed(url), method, query, headers: { ...headers, host: url.host } };
  const { headers: signed } = await signer(keys, region).sign(request, { signingDate: date });
  // The connection sets it.
  delete signed['host'];
  return { url: withQuery(url, query), headers: signed };
}

/** The URL that lets whoever has it read the object for so many seconds, at most seven days. */
export async function presignedUrl(
  url: URL,
  keys: AccessKeys,
  region: string,
  { date, seconds }: { readonly date: Date; readonly seconds: number },
): Promise<URL> {
  const request = {
    ...addressed(url),
    method: 'GET',
    query: {},
    headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  };
  const unhoistableHeaders = new Set(['x-amz-content-sha256']);
  const options = { signingDate: date, expiresIn: seconds, unhoistableHeaders, unsignableHeaders: unhoistableHeaders };
  const { query = {} } = await signer(keys, region).presign(request, options);
  return withQuery(url, query as Record<string, string>);
}

function addressed(url: URL) {
  return { protocol: url.protocol, hostname: url.hostname, path: url.pathname };
}

function signer(credentials: AccessKeys, region: string): SignatureV4 {
  // S3 alone signs the path as it is sent, encoded once.
  return new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
}

function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const result = new URL(url);
  result.search = Object.entries(query)
    .map(([name, value]) => `${encodeAsSigned(name)}=${encodeAsSigned(value)}`)
    .join('&');
  return result;
}

/** SHA-256, or its HMAC, of Node for the signer. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash | typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
