import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ByteRange } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile/profile.ts';
import type { HeldPart, SentPart, SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { selfSigned } from '../servers/certificate.ts';
import { answerOf, startScriptedServer, type Script, type TakenRequest } from '../servers/scriptedServer.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { bytesOf, destinationOf, plannedBytes, quiet, signal } from './given.ts';

const partSize = 1000;
export const bytes = bytesOf(2 * partSize + 500);
export const file = plannedBytes(bytes, 'big.bin');
export const small = plannedBytes('hello', 'small.txt');
export const md5OfSmall = '5d41402abc4b2a76b9719d911017c592';
export const state = { key: 'big.bin', uploadId: 'u1', partSize, checksums: false };
export const parts: readonly ByteRange[] = [
  { start: 0, end: 1000 },
  { start: 1000, end: 2000 },
  { start: 2000, end: 2500 },
];

export const md5 = (data: Uint8Array | string) => createHash('md5').update(data).digest('hex');
export const etagOf = ({ start, end }: ByteRange) => `"${md5(bytes.subarray(start, end))}"`;
export const held: readonly HeldPart[] = parts.map((part) => ({ ...part, receipt: { etag: etagOf(part) } }));
export const wholeETag = `"${md5(Buffer.from(parts.map((part) => etagOf(part).slice(1, -1)).join(''), 'hex'))}-3"`;
export const crcOf = (data: Uint8Array) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(data));
  return sum;
};

const xml = (root: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</${root}>`;
export const begun = xml(
  'InitiateMultipartUploadResult',
  '<Bucket>photos</Bucket><Key>big.bin</Key><UploadId>u1</UploadId>',
);
export const completed = (etag: string, more = '') =>
  xml('CompleteMultipartUploadResult', `<Location>x</Location><ETag>${etag.replaceAll('"', '&quot;')}</ETag>${more}`);
export const listed = (inside: string) => xml('ListPartsResult', inside);
export const part = (number: number | string, size: number, etag = '"e"') =>
  `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag><Size>${size}</Size></Part>`;
/** What S3 answers when it refuses. */
export const refusal = (status: number, code: string, more = '', headers = {}) =>
  answerOf(
    status,
    headers,
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Why &amp; how.</Message>${more}</Error>`,
  );

type Operation =
  'PutObject' | 'HeadObject' | 'Create' | 'UploadPart' | 'ListParts' | 'Complete' | 'Abort' | 'ListUploads';
type Scripts = Partial<Record<Operation, Script>>;

export const always =
  (answer: string): Script =>
  () =>
    answer;

/** An s3 destination, each test anew, and the server that it is before. */
export function scriptedS3() {
  /** Called after the test. */
  const closing: (() => Promise<unknown>)[] = [];
  let requests: readonly TakenRequest[] = [];
  let destination: Destination;
  let session: SessionProtocol;

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A server that keeps to the protocol but for what is given. */
  const given = async (scripts: Scripts, profile: Partial<S3Profile> = {}, isSecure = false): Promise<void> => {
    const server = await startScriptedServer((request, socket) => {
      const operation = operationOf(request);
      const script = scripts[operation];
      if (script === undefined) return byTheBook(operation, request);
      return script(request, socket);
    });
    closing.push(() => server.close());
    ({ requests } = server);
    let endpoint = server.url;
    if (isSecure) {
      const folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
      const front = await startTlsFront(Number(new URL(server.url).port), selfSigned(folder));
      closing.push(
        () => rm(folder, { recursive: true }),
        () => front.close(),
      );
      endpoint = front.url;
    }
    destination = destinationOf(
      {
        kind: 's3',
        endpoint,
        bucket: 'photos',
        partSize,
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 'hidden' },
        ...profile,
      },
      { network: { strictSsl: false } },
    );
    assert.ok(destination.session);
    ({ session } = destination);
  };

  const put = async (): Promise<Uploaded | undefined> => (await destination.send([small], quiet))[0];
  const begin = () => session.begin(file, quiet);
  const sendPart = (index = 0): Promise<SentPart> => session.send(state, file, parts[index] ?? assert.fail(), quiet);
  const holds = () => session.held(state, file, signal);
  const finish = (): Promise<Uploaded> => session.finish(state, file, held, signal);
  const operations = () => requests.map(operationOf);

  return {
    closing,
    given,
    put,
    begin,
    sendPart,
    holds,
    finish,
    operations,
    get requests() {
      return requests;
    },
    get destination() {
      return destination;
    },
    get session() {
      return session;
    },
  };
}

export function operationOf({ method, target }: TakenRequest): Operation {
  const [, search = ''] = target.split('?');
  const query = new URLSearchParams(search);
  switch (method) {
    case 'PUT':
      return query.has('partNumber') ? 'UploadPart' : 'PutObject';
    case 'POST':
      return query.has('uploads') ? 'Create' : 'Complete';
    case 'DELETE':
      return 'Abort';
    case 'HEAD':
      return 'HeadObject';
    default:
      return query.has('uploads') ? 'ListUploads' : 'ListParts';
  }
}

export function byTheBook(operation: Operation, { body }: TakenRequest): string {
  switch (operation) {
    case 'PutObject':
    case 'UploadPart':
      return answerOf(200, { etag: `"${md5(body)}"` });
    case 'Create':
      return answerOf(200, {}, begun);
    case 'Complete':
      return answerOf(200, {}, completed(wholeETag));
    case 'ListParts':
      return refusal(404, 'NoSuchUpload');
    case 'ListUploads':
      return answerOf(200, {}, xml('ListMultipartUploadsResult', ''));
    case 'HeadObject':
      return answerOf(404);
    case 'Abort':
      return answerOf(204);
  }
}
