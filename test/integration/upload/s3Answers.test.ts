import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { systemClock } from '../../../src/core/clock.ts';
import type { ByteRange } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile.ts';
import type { HeldPart, SentPart, SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selfSigned } from '../servers/certificate.ts';
import { answerOf, startScriptedServer, type Script, type TakenRequest } from '../servers/scriptedServer.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { bytesOf, destinationOf, isProblem, isTransferError, plannedBytes, quiet, sha256Of, signal } from './given.ts';

const partSize = 1000;
const bytes = bytesOf(2 * partSize + 500);
const file = plannedBytes(bytes, 'big.bin');
const small = plannedBytes('hello', 'small.txt');
const md5OfSmall = '5d41402abc4b2a76b9719d911017c592';
const state = { key: 'big.bin', uploadId: 'u1', partSize, begun: 0, checksums: false };
const parts: readonly ByteRange[] = [
  { start: 0, end: 1000 },
  { start: 1000, end: 2000 },
  { start: 2000, end: 2500 },
];

const md5 = (data: Uint8Array | string) => createHash('md5').update(data).digest('hex');
const etagOf = ({ start, end }: ByteRange) => `"${md5(bytes.subarray(start, end))}"`;
const held: readonly HeldPart[] = parts.map((part) => ({ ...part, receipt: { etag: etagOf(part) } }));
const wholeETag = `"${md5(Buffer.from(parts.map((part) => etagOf(part).slice(1, -1)).join(''), 'hex'))}-3"`;
const crcOf = (data: Uint8Array) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(data));
  return sum;
};

const xml = (root: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</${root}>`;
const begun = xml('InitiateMultipartUploadResult', '<Bucket>photos</Bucket><Key>big.bin</Key><UploadId>u1</UploadId>');
const completed = (etag: string, more = '') =>
  xml('CompleteMultipartUploadResult', `<Location>x</Location><ETag>${etag.replaceAll('"', '&quot;')}</ETag>${more}`);
const listed = (inside: string) => xml('ListPartsResult', inside);
const part = (number: number | string, size: number, etag = '"e"') =>
  `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag><Size>${size}</Size></Part>`;
/** What S3 answers when it refuses. */
const refusal = (status: number, code: string, more = '', headers = {}) =>
  answerOf(
    status,
    headers,
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Why &amp; how.</Message>${more}</Error>`,
  );

type Operation =
  'PutObject' | 'HeadObject' | 'Create' | 'UploadPart' | 'ListParts' | 'Complete' | 'Abort' | 'ListUploads';
type Scripts = Partial<Record<Operation, Script>>;

describe('An s3 destination', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let requests: readonly TakenRequest[];
  let destination: Destination;
  let session: SessionProtocol;

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A server that keeps to the protocol but for what is given. */
  async function given(scripts: Scripts, profile: Partial<S3Profile> = {}, isSecure = false): Promise<void> {
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
  }

  const put = async (): Promise<Uploaded | undefined> => (await destination.send([small], quiet))[0];
  const begin = () => session.begin(file, quiet);
  const sendPart = (index = 0): Promise<SentPart> => session.send(state, file, parts[index] ?? assert.fail(), quiet);
  const holds = () => session.held(state, file, signal);
  const finish = (): Promise<Uploaded> => session.finish(state, file, held, signal);
  const operations = () => requests.map(operationOf);

  const always =
    (answer: string): Script =>
    () =>
      answer;

  describe('asks for what its profile says', () => {
    const profile: Partial<S3Profile> = {
      storageClass: 'STANDARD_IA',
      acl: 'public-read',
      cacheControl: 'no-store',
      contentType: 'text/x-${ext}',
      metadata: { Album: '${name}' },
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'alias/photos',
    };
    const expected = {
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'public-read',
      'cache-control': 'no-store',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/photos',
    };

    it('when it puts an object, whose link is public where all may read it', async () => {
      await given({}, profile);
      const uploaded = await put();
      const { headers, target } = requests[0] ?? assert.fail();
      assert.deepEqual({ ...headers, ...expected, 'content-type': 'text/x-txt', 'x-amz-meta-album': 'small' }, headers);
      assert.equal(new URL(uploaded?.url ?? '').pathname, target);
      assert.equal(new URL(uploaded?.url ?? '').search, '');
    });

    it('when it begins an upload in parts', async () => {
      await given({}, profile);
      await begin();
      const { headers, method, target } = requests[0] ?? assert.fail();
      assert.deepEqual({ ...headers, ...expected, 'content-type': 'text/x-bin', 'x-amz-meta-album': 'big' }, headers);
      assert.equal(`${method} ${target}`, 'POST /photos/big.bin?uploads=');
    });
  });

  describe('vouches for what it sends', () => {
    it('by a signed SHA-256 over plain HTTP', async () => {
      await given({});
      await put();
      await sendPart(2);
      const [whole, third] = requests;
      assert.equal(whole?.headers['x-amz-content-sha256'], sha256Of('hello'));
      assert.match(whole.headers['authorization'] ?? '', /SignedHeaders=[^,]*x-amz-content-sha256/);
      assert.equal(third?.headers['x-amz-content-sha256'], sha256Of(bytes.subarray(2000)));
      assert.equal(third.headers['x-amz-checksum-crc32'], undefined);
    });

    it('by a CRC-32 over TLS', async () => {
      const sums = parts.map(({ start, end }) => crcOf(bytes.subarray(start, end)));
      const whole = `${crcOf(Buffer.concat(sums)).toString('base64')}-3`;
      await given(
        {
          Create: always(answerOf(200, { 'x-amz-checksum-algorithm': 'CRC32' }, begun)),
          Complete: always(answerOf(200, {}, completed(wholeETag, `<ChecksumCRC32>${whole}</ChecksumCRC32>`))),
        },
        {},
        true,
      );
      await put();
      assert.equal(requests[0]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
      assert.equal(requests[0].headers['x-amz-checksum-crc32'], crcOf(Buffer.from('hello')).toString('base64'));
      const { state: secure } = await begin();
      assert.equal(requests[1]?.headers['x-amz-checksum-algorithm'], 'CRC32');
      const sent: HeldPart[] = [];
      for (const each of parts) sent.push((await session.send(secure, file, each, quiet)).held);
      assert.equal(requests[2]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
      assert.equal(requests[2].headers['x-amz-checksum-crc32'], sums[0]?.toString('base64'));
      await session.finish(secure, file, sent, signal);
      const told = requests.at(-1)?.body.toString() ?? '';
      assert.deepEqual(
        [...told.matchAll(/<ChecksumCRC32>([^<]*)</g)].map(([, sum]) => sum),
        sums.map((sum) => sum.toString('base64')),
      );
    });

    it('by a signed SHA-256 over TLS where the server keeps no checksums of parts', async () => {
      await given({}, {}, true);
      const { state: secure } = await begin();
      await session.send(secure, file, { start: 0, end: 1000 }, quiet);
      assert.equal(requests[1]?.headers['x-amz-content-sha256'], sha256Of(bytes.subarray(0, 1000)));
      assert.equal(requests[1].headers['x-amz-checksum-crc32'], undefined);
    });
  });

  describe('at a service that does not know checksums', () => {
    for (const [code, message] of [
      ['NotImplemented', 'A header you provided implies functionality that is not implemented'],
      ['InvalidArgument', "Unsupported header 'x-amz-checksum-crc32' received for this API call."],
    ] as const) {
      it(`leaves them out after ${code}, and signs the payload`, async () => {
        const refused = answerOf(
          code === 'NotImplemented' ? 501 : 400,
          {},
          `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
        );
        const picky: Script = (request) => {
          const hasChecksum = Object.keys(request.headers).some((name) => name.startsWith('x-amz-checksum-'));
          return hasChecksum ? refused : byTheBook(operationOf(request), request);
        };
        await given({ PutObject: picky, Create: picky, UploadPart: picky }, {}, true);
        await put();
        await put();
        await begin();
        assert.deepEqual(operations(), ['PutObject', 'PutObject', 'PutObject', 'Create']);
        assert.equal(requests[2]?.headers['x-amz-content-sha256'], sha256Of('hello'));
        await given({ Create: picky, UploadPart: picky }, {}, true);
        const { state: begunState } = await begin();
        await session.send(begunState, file, { start: 0, end: 1000 }, quiet);
        assert.deepEqual(operations(), ['Create', 'Create', 'UploadPart']);
      });
    }

    it('is not taken for one because it refuses something else', async () => {
      await given({ PutObject: always(refusal(400, 'BadDigest')) }, {}, true);
      await assert.rejects(put(), isTransferError('contentDiffers'));
      assert.equal(requests.length, 1);
    });
  });

  describe('fails when what the server has is not the file', () => {
    const differing = (attempt: () => Promise<unknown>) => assert.rejects(attempt(), isProblem('contentDiffers'));

    it('by the ETag of an object', async () => {
      await given({ PutObject: always(answerOf(200, { etag: `"${md5('other')}"` })) });
      await differing(put);
    });

    it('by a checksum of an object', async () => {
      const headers = {
        etag: `"${md5OfSmall}"`,
        'x-amz-checksum-sha256': Buffer.from(sha256Of('x'), 'hex').toString('base64'),
      };
      await given({ PutObject: always(answerOf(200, headers)) });
      await differing(put);
    });

    it('by the checksum of a part', async () => {
      const sha256 = Buffer.from(sha256Of('x'), 'hex').toString('base64');
      await given({ UploadPart: always(answerOf(200, { etag: '"e"', 'x-amz-checksum-sha256': sha256 })) });
      await differing(sendPart);
    });

    it('by the ETag of the whole', async () => {
      await given({ Complete: always(answerOf(200, {}, completed(`"${md5('other')}-3"`))) });
      await differing(finish);
    });

    it('by the number of parts in the ETag of the whole', async () => {
      await given({ Complete: always(answerOf(200, {}, completed(wholeETag.replace('-3', '-2')))) });
      await differing(finish);
    });

    it('by the checksum of the whole', async () => {
      const withSums = held.map((each) => ({ ...each, receipt: { etag: '"e"', crc32: 'AAAAAA==' } }));
      const checksum = '<ChecksumCRC32>BBBBBB==-3</ChecksumCRC32>';
      await given({ Complete: always(answerOf(200, {}, completed('"x"', checksum))) });
      await differing(() => session.finish(state, file, withSums, signal));
    });

    it('by its size, where the ETag is none that is known', async () => {
      await given({
        PutObject: always(answerOf(200, { etag: '"opaque"' })),
        HeadObject: always('HTTP/1.1 200 x\r\netag: "opaque"\r\ncontent-length: 4\r\n\r\n'),
        Complete: always(answerOf(200, {}, completed('"opaque"'))),
      });
      await differing(put);
      await differing(finish);
    });
  });

  it('takes an ETag that is no MD5 for one, where the size is right', async () => {
    const head = (size: number) => always(`HTTP/1.1 200 x\r\ncontent-length: ${size}\r\n\r\n`);
    await given({ PutObject: always(answerOf(200, { etag: '"opaque"' })), HeadObject: head(5) });
    assert.ok(await put());
    const kms = { etag: `"${md5('other')}"`, 'x-amz-server-side-encryption': 'aws:kms' };
    await given({ PutObject: always(answerOf(200, kms)), HeadObject: head(5) });
    assert.ok(await put());
    await given({ Complete: always(answerOf(200, {}, completed('"opaque"'))), HeadObject: head(bytes.length) });
    assert.ok(await finish());
    assert.deepEqual(operations(), ['Complete', 'HeadObject']);
  });

  describe('says what to do', () => {
    const sayings: readonly (readonly [string, string, object, string])[] = [
      [refusal(403, 'InvalidAccessKeyId'), 'credentialsRefused', { status: 403 }, 'it does not know the access key id'],
      [refusal(400, 'ExpiredToken'), 'credentialsRefused', { status: 400 }, 'the session has expired'],
      [refusal(403, 'AccessDenied'), 'accessDenied', { status: 403 }, 'Allow them s3:PutObject there'],
      [refusal(403, 'RequestTimeTooSkewed'), 'clockWrong', { status: 403 }, 'the clock of this machine is wrong'],
      [refusal(400, 'EntityTooLarge'), 'tooLargeForServer', { status: 400 }, 'too large'],
      [refusal(400, 'AccessControlListNotSupported'), 'aclNotTaken', { status: 400 }, 'Leave out the acl'],
      [
        refusal(503, 'SlowDown', '', { 'retry-after': '7' }),
        'serverFailed',
        { status: 503, retryAfterMs: 7000 },
        '503',
      ],
      [refusal(500, 'InternalError'), 'serverFailed', { status: 500 }, '500'],
      [refusal(400, 'RequestTimeout'), 'serverFailed', { status: 400, passes: true }, '400'],
      [refusal(400, 'BadDigest'), 'contentDiffers', { status: 400, passes: true }, 'not what was sent'],
      [refusal(400, 'XAmzContentSHA256Mismatch'), 'contentDiffers', { passes: true }, 'not what was sent'],
      [refusal(400, 'InvalidStorageClass'), 'refusedByServer', { status: 400 }, '(InvalidStorageClass: Why & how)'],
      [refusal(409, 'OperationAborted'), 'serverFailed', { status: 409, passes: true }, '409'],
      [refusal(200, 'InternalError'), 'serverFailed', { status: 200, passes: true }, '200'],
      [refusal(200, 'AccessDenied'), 'accessDenied', { status: 200 }, 's3:PutObject'],
      [answerOf(404, {}, '<html><Error>no</html>'), 'notFoundAtServer', { status: 404 }, '404'],
      [answerOf(501), 'serverFailed', { status: 501 }, '501'],
      [
        refusal(301, 'PermanentRedirect', '<Endpoint>photos.s3.eu-west-3.amazonaws.com</Endpoint>', {
          'x-amz-bucket-region': 'eu-west-3',
        }),
        'bucketElsewhere',
        { status: 301 },
        'set the region of “test” to eu-west-3',
      ],
      [
        refusal(301, 'PermanentRedirect', '<Endpoint>elsewhere.example.com</Endpoint>'),
        'bucketElsewhere',
        { status: 301 },
        'set the endpoint of “test” to elsewhere.example.com',
      ],
      [
        refusal(400, 'AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>'),
        'bucketElsewhere',
        { status: 400 },
        'set the region of “test” to eu-central-1',
      ],
    ];
    for (const [answer, code, failure, says] of sayings) {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      const [, told = body.slice(0, 10)] = /<Code>(\w+)/.exec(body) ?? [];
      it(`about ${head.split(' ')[1] ?? ''} ${told}`, async () => {
        await given({ PutObject: always(answer) });
        await assert.rejects(put(), (error: unknown) => {
          assert.ok(String(error).includes(says), String(error));
          return isTransferError(code, failure)(error);
        });
      });
    }

    it('without what a server has no business to say', async () => {
      const region = '<Region>x”. Visit evil.example</Region>';
      await given({ PutObject: always(refusal(400, 'AuthorizationHeaderMalformed', region)) });
      await assert.rejects(put(), isTransferError('refusedByServer'));
      const body = '<Error><Code>Odd&#10;Code</Code><Message>a\u202eb</Message></Error>';
      await given({ PutObject: always(answerOf(400, {}, body)) });
      await assert.rejects(put(), isTransferError('refusedByServer', {}, { reason: '' }));
    });
  });

  it('signs once more by the clock of the server, and not again and again', async () => {
    let ahead = 0;
    const skewed: Script = () =>
      refusal(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() + (ahead += 3_600_000)).toUTCString() });
    await given({ PutObject: skewed });
    await assert.rejects(put(), isTransferError('clockWrong', { status: 403 }));
    assert.deepEqual(operations(), ['PutObject', 'PutObject']);
    const [first, second] = requests.map(({ headers }) => headers['x-amz-date'] ?? '');
    assert.ok(first && second && first < second, `${first} ${second}`);
  });

  it('follows no redirect, so that neither bytes nor signatures go anywhere else', async () => {
    const other = await startScriptedServer(always(answerOf(200, { etag: `"${md5OfSmall}"` })));
    closing.push(() => other.close());
    for (const status of [301, 302, 303, 307, 308]) {
      await given({
        PutObject: always(answerOf(status, { location: `${other.url}photos/small.txt` })),
        Create: always(answerOf(status, { location: `${other.url}photos/big.bin?uploads=` })),
      });
      await assert.rejects(put(), isTransferError('refusedByServer', { status }));
      await assert.rejects(begin(), isTransferError('refusedByServer', { status }));
    }
    assert.deepEqual(other.requests, []);
  });

  describe('is not fooled by', () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' +
      '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><Error><Code>&c;</Code><Message>&d;</Message></Error>';

    it('entities of an answer’s own', async () => {
      await given({
        PutObject: always(answerOf(400, {}, bomb)),
        Create: always(answerOf(200, {}, bomb.replaceAll('Error', 'InitiateMultipartUploadResult'))),
      });
      await assert.rejects(put(), isTransferError('refusedByServer', {}, { reason: '' }));
      await assert.rejects(begin(), isTransferError('answerInvalid'));
    });

    it('an entity that stands for what is expected', async () => {
      const entity = `<!DOCTYPE x [<!ENTITY id "u1">]>${begun.replace(/^.*\n/, '').replace('>u1<', '>&id;<')}`;
      await given({ Create: always(answerOf(200, {}, entity)) });
      await assert.rejects(begin(), isTransferError('answerInvalid'));
    });

    it('deep nesting', async () => {
      const deep = '<a>'.repeat(50_000) + '</a>'.repeat(50_000);
      await given({
        Create: always(answerOf(200, {}, `<InitiateMultipartUploadResult>${deep}</InitiateMultipartUploadResult>`)),
      });
      await assert.rejects(begin(), isTransferError('answerInvalid'));
    });

    it('a success without what it must tell', async () => {
      await given({
        PutObject: always(answerOf(200)),
        Create: always(answerOf(200, {}, begun.replace(/<UploadId>.*<\/UploadId>/, ''))),
        UploadPart: always(answerOf(200)),
        Complete: always(answerOf(200, {}, completed('').replace(/<ETag>.*<\/ETag>/, ''))),
        ListParts: always(answerOf(200, {}, '<html></html>')),
      });
      for (const attempt of [put, begin, sendPart, finish, holds]) {
        await assert.rejects(attempt(), isTransferError('answerInvalid', { status: 200 }));
      }
    });

    it('a page, which passes when it comes about an upload that was begun', async () => {
      const page = always(answerOf(200, { 'content-type': 'text/html' }, '<html>Sign in</html>'));
      const redirect = always(answerOf(302, { location: 'http://portal.example/' }));
      for (const script of [page, redirect]) {
        await given({ Create: script, UploadPart: script, Complete: script, ListParts: script, Abort: script });
        await assert.rejects(begin(), (error) => error instanceof TransferError && error.failure.passes === undefined);
        for (const attempt of [sendPart, finish, holds, () => session.abandon(state, signal)]) {
          await assert.rejects(attempt(), (error) => error instanceof TransferError && error.failure.passes === true);
        }
      }
    });

    it('an answer that breaks off', async () => {
      const whole = completed(wholeETag);
      for (const end of [whole.length - 5, whole.indexOf('</CompleteMultipartUploadResult>')]) {
        await given({ Complete: always(answerOf(200, {}, whole.slice(0, end))) });
        await assert.rejects(finish(), isTransferError('answerInvalid'));
      }
    });

    it('an endless body', async () => {
      await given({
        Create: (_, socket) => {
          const more = () => {
            while (socket.writable && socket.write('1000\r\n' + ' '.repeat(4096) + '\r\n'));
          };
          socket.write('HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n');
          socket.on('drain', more);
          more();
          return undefined;
        },
      });
      await assert.rejects(begin(), isTransferError('answerInvalid'));
    });

    it('endless headers', async () => {
      await given({ PutObject: always('HTTP/1.1 200 x\r\n' + 'a: b\r\n'.repeat(100_000)) });
      await assert.rejects(put(), isTransferError('answerInvalid'));
    });

    it('parts that cannot be', async () => {
      const odd = [
        part(1, 1000, etagOf(parts[0] ?? assert.fail())),
        part(2, 999),
        part(3, 1000),
        part(4, 1000),
        part(0, 1000),
        part(-1, 1000),
        part('1.5', 1000),
        part('x', 1000),
        part(1e30, 1000),
        '<Part><PartNumber>2</PartNumber><Size>1000</Size></Part>',
        '<Part/>',
      ];
      await given({ ListParts: always(answerOf(200, {}, listed(odd.join('')))) });
      assert.deepEqual(await holds(), [held[0]]);
    });

    it('a list of parts that does not go on', async () => {
      for (const marker of ['', '0', '1', '10001', 'x']) {
        const next = `<IsTruncated>true</IsTruncated><NextPartNumberMarker>${marker}</NextPartNumberMarker>`;
        await given({ ListParts: always(answerOf(200, {}, listed(part(1, 1000) + next))) });
        await assert.rejects(holds(), isTransferError('answerInvalid'));
        assert.ok(requests.length <= 2);
      }
    });
  });

  it('looks whether an upload that the server no longer knows is complete', async () => {
    const head = (etag: string, size: number) =>
      always(`HTTP/1.1 200 x\r\netag: ${etag}\r\ncontent-length: ${size}\r\n\r\n`);
    const gone = always(refusal(404, 'NoSuchUpload'));
    await given({ Complete: gone, HeadObject: head(wholeETag, bytes.length) });
    assert.ok(await finish());
    for (const HeadObject of [head(`"${md5('other')}-3"`, bytes.length), always('HTTP/1.1 404 x\r\n\r\n')]) {
      await given({ Complete: gone, HeadObject });
      await assert.rejects(finish(), isTransferError('uploadForgotten', { status: 404 }));
      assert.deepEqual(operations(), ['Complete', 'HeadObject']);
    }
  });

  it('asks for the next page of a list where the last one ended', async () => {
    const pages = [
      listed(`${part(1, 1000)}<IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>`),
      listed(`${part(2, 1000)}<IsTruncated>false</IsTruncated>`),
    ];
    await given({ ListParts: () => answerOf(200, {}, pages.shift() ?? '') });
    assert.equal((await holds())?.length, 2);
    assert.deepEqual(
      requests.map(({ target }) => new URLSearchParams(target.split('?')[1]).get('part-number-marker')),
      [null, '1'],
    );
  });

  describe('in the queue', () => {
    async function transfer() {
      const clock = { ...systemClock, sleep: () => Promise.resolve() };
      await using queue = new TransferQueue({ clock, random: () => 0, concurrency: 4 });
      const [outcome] = await queue.transfer([file], destination, { signal });
      return outcome;
    }

    it('throws away an upload of which a part fails for good', async () => {
      await given({
        UploadPart: (request) =>
          request.target.includes('partNumber=2') ? refusal(403, 'AccessDenied') : byTheBook('UploadPart', request),
      });
      assert.equal((await transfer())?.status, 'failed');
      assert.ok(operations().includes('Abort'), operations().join());
      assert.ok(!operations().includes('Complete'));
    });

    it('completes again after a 200 that was a failure', async () => {
      const answers = [refusal(200, 'InternalError'), answerOf(200, {}, completed(wholeETag))];
      await given({ Complete: () => answers.shift() });
      assert.equal((await transfer())?.status, 'uploaded');
      assert.equal(operations().filter((operation) => operation === 'Complete').length, 2);
    });

    it('begins anew when the server has forgotten the upload', async () => {
      await given({
        UploadPart: (request) => {
          const beginnings = operations().filter((operation) => operation === 'Create').length;
          if (beginnings > 1) return byTheBook('UploadPart', request);
          return refusal(404, 'NoSuchUpload');
        },
      });
      assert.equal((await transfer())?.status, 'uploaded');
    });

    it('fails, and is not uploaded, when the whole is not the file', async () => {
      await given({ Complete: always(answerOf(200, {}, completed(`"${md5('other')}-3"`))) });
      const outcome = await transfer();
      assert.ok(outcome?.status === 'failed');
      assert.equal(outcome.problem.code, 'contentDiffers');
    });
  });
});

function operationOf({ method, target }: TakenRequest): Operation {
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

function byTheBook(operation: Operation, { body }: TakenRequest): string {
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
