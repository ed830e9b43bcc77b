import assert from 'node:assert/strict';
import { TransferError } from '../../../src/core/transfer/transferError.ts';
import { answerOf, startScriptedServer, type Script } from '../servers/scriptedServer.ts';
import { isTransferError, signal } from './given.ts';
import {
  md5OfSmall,
  state,
  parts,
  etagOf,
  held,
  wholeETag,
  begun,
  completed,
  listed,
  part,
  refusal,
  always,
  scriptedS3,
} from './scriptedS3.ts';

describe('An s3 destination', () => {
  const s3 = scriptedS3();

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
      [
        refusal(400, 'BadDigest'),
        'contentDiffers',
        { status: 400, passes: true, isDamaged: true },
        'not what was sent',
      ],
      [refusal(400, 'XAmzContentSHA256Mismatch'), 'contentDiffers', { passes: true }, 'not what was sent'],
      [
        refusal(400, 'InvalidStorageClass'),
        'refusedByServer',
        { status: 400 },
        '(status 400: InvalidStorageClass: Why & how)',
      ],
      [refusal(409, 'OperationAborted'), 'serverFailed', { status: 409, passes: true }, '409'],
      [refusal(200, 'InternalError'), 'serverFailed', { status: 200, passes: true }, '200'],
      [refusal(200, 'AccessDenied'), 'accessDenied', { status: 200 }, 's3:PutObject'],
      [answerOf(404, {}, '<html><Error>no</html>'), 'notFoundAtServer', { status: 404 }, '404'],
      [answerOf(403), 'accessDenied', { status: 403 }, 'Allow them s3:PutObject there'],
      [answerOf(403, {}, '<html>Blocked</html>'), 'unauthorized', { status: 403 }, '403'],
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
        'set the endpoint of “test” to http://elsewhere.example.com.',
      ],
      [
        refusal(301, 'TemporaryRedirect', '<Endpoint>photos.s3.eu-west-1.amazonaws.com</Endpoint>'),
        'bucketElsewhere',
        { status: 301 },
        'set the endpoint of “test” to http://s3.eu-west-1.amazonaws.com.',
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
        await s3.given({ PutObject: always(answer) });
        await assert.rejects(s3.put(), (error: unknown) => {
          assert.ok(String(error).includes(says), String(error));
          return isTransferError(code, failure)(error);
        });
      });
    }

    it('without what a server has no business to say', async () => {
      const region = '<Region>x”. Visit evil.example</Region>';
      await s3.given({ PutObject: always(refusal(400, 'AuthorizationHeaderMalformed', region)) });
      await assert.rejects(s3.put(), isTransferError('refusedByServer'));
      const body = '<Error><Code>Odd&#10;Code</Code><Message>a\u202eb</Message></Error>';
      await s3.given({ PutObject: always(answerOf(400, {}, body)) });
      await assert.rejects(s3.put(), isTransferError('refusedByServer', {}, { reason: '' }));
    });
  });

  it('signs once more by the clock of the server, and not again and again', async () => {
    let ahead = 0;
    const skewed: Script = () =>
      refusal(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() + (ahead += 3_600_000)).toUTCString() });
    await s3.given({ PutObject: skewed });
    await assert.rejects(s3.put(), isTransferError('clockWrong', { status: 403 }));
    assert.deepEqual(s3.operations(), ['PutObject', 'PutObject']);
    const [first, second] = s3.requests.map(({ headers }) => headers['x-amz-date'] ?? '');
    assert.ok(first && second && first < second, `${first} ${second}`);
  });

  it('follows no redirect, so that neither bytes nor signatures go anywhere else', async () => {
    const other = await startScriptedServer(always(answerOf(200, { etag: `"${md5OfSmall}"` })));
    s3.closing.push(() => other.close());
    for (const status of [301, 302, 303, 307, 308]) {
      await s3.given({
        PutObject: always(answerOf(status, { location: `${other.url}photos/small.txt` })),
        Create: always(answerOf(status, { location: `${other.url}photos/big.bin?uploads=` })),
      });
      await assert.rejects(s3.put(), isTransferError('refusedByServer', { status }));
      await assert.rejects(s3.begin(), isTransferError('refusedByServer', { status }));
    }
    assert.deepEqual(other.requests, []);
  });

  describe('that answers a part without its ETag', () => {
    const [first = assert.fail()] = parts;
    const withList = (list: string) =>
      s3.given({ UploadPart: always(answerOf(200)), ListParts: always(answerOf(200, {}, listed(list))) });

    it('is asked for it, and it is not sent again', async () => {
      await withList(part(1, 1000, etagOf(first)) + part(2, 1000));
      assert.deepEqual((await s3.sendPart()).held, held[0]);
      assert.deepEqual(s3.operations(), ['UploadPart', 'ListParts']);
    });

    it('and lists none either fails in the end', async () => {
      for (const list of [part(2, 1000), part(1, 999), '<Part><PartNumber>1</PartNumber><Size>1000</Size></Part>']) {
        await withList(list);
        await assert.rejects(s3.sendPart(), isTransferError('etagMissing', { isDamaged: true }));
      }
    });
  });

  describe('is not fooled by', () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' +
      '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><Error><Code>&c;</Code><Message>&d;</Message></Error>';

    it('entities of an answer’s own', async () => {
      await s3.given({
        PutObject: always(answerOf(400, {}, bomb)),
        Create: always(answerOf(200, {}, bomb.replaceAll('Error', 'InitiateMultipartUploadResult'))),
      });
      await assert.rejects(s3.put(), isTransferError('refusedByServer', {}, { reason: '' }));
      await assert.rejects(s3.begin(), isTransferError('answerInvalid'));
    });

    it('an entity that stands for what is expected', async () => {
      const entity = `<!DOCTYPE x [<!ENTITY id "u1">]>${begun.replace(/^.*\n/, '').replace('>u1<', '>&id;<')}`;
      await s3.given({ Create: always(answerOf(200, {}, entity)) });
      await assert.rejects(s3.begin(), isTransferError('answerInvalid'));
    });

    it('deep nesting', async () => {
      const deep = '<a>'.repeat(50_000) + '</a>'.repeat(50_000);
      await s3.given({
        Create: always(answerOf(200, {}, `<InitiateMultipartUploadResult>${deep}</InitiateMultipartUploadResult>`)),
      });
      await assert.rejects(s3.begin(), isTransferError('answerInvalid'));
    });

    it('a success without what it must tell', async () => {
      await s3.given({
        PutObject: always(answerOf(200)),
        Create: always(answerOf(200, {}, begun.replace(/<UploadId>.*<\/UploadId>/, ''))),
        UploadPart: always(answerOf(200)),
        Complete: always(answerOf(200, {}, completed('').replace(/<ETag>.*<\/ETag>/, ''))),
        ListParts: always(answerOf(200, {}, '<html></html>')),
      });
      for (const attempt of [s3.put, s3.begin, s3.sendPart, s3.finish, s3.holds]) {
        await assert.rejects(attempt(), isTransferError('answerInvalid', { status: 200 }));
      }
    });

    it('a page, which passes when it comes about an upload that was begun', async () => {
      const page = always(answerOf(200, { 'content-type': 'text/html' }, '<html>Sign in</html>'));
      const redirect = always(answerOf(302, { location: 'http://portal.example/' }));
      for (const script of [page, redirect]) {
        await s3.given({ Create: script, UploadPart: script, Complete: script, ListParts: script, Abort: script });
        await assert.rejects(
          s3.begin(),
          (error) => error instanceof TransferError && error.failure.passes === undefined,
        );
        for (const attempt of [s3.sendPart, s3.finish, s3.holds, () => s3.session.abandon(state, signal)]) {
          await assert.rejects(attempt(), (error) => error instanceof TransferError && error.failure.passes === true);
        }
      }
    });

    it('an answer that breaks off', async () => {
      const whole = completed(wholeETag);
      for (const end of [whole.length - 5, whole.indexOf('</CompleteMultipartUploadResult>')]) {
        await s3.given({ Complete: always(answerOf(200, {}, whole.slice(0, end))) });
        await assert.rejects(s3.finish(), isTransferError('answerInvalid'));
      }
    });

    it('an endless body', async () => {
      await s3.given({
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
      await assert.rejects(s3.begin(), isTransferError('answerInvalid'));
    });

    it('endless headers', async () => {
      await s3.given({ PutObject: always('HTTP/1.1 200 x\r\n' + 'a: b\r\n'.repeat(100_000)) });
      await assert.rejects(s3.put(), isTransferError('answerInvalid'));
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
      await s3.given({ ListParts: always(answerOf(200, {}, listed(odd.join('')))) });
      assert.deepEqual(await s3.holds(), [held[0]]);
    });

    it('a list of parts that does not go on', async () => {
      for (const marker of ['', '0', '1', '10001', 'x']) {
        const next = `<IsTruncated>true</IsTruncated><NextPartNumberMarker>${marker}</NextPartNumberMarker>`;
        await s3.given({ ListParts: always(answerOf(200, {}, listed(part(1, 1000) + next))) });
        await assert.rejects(s3.holds(), isTransferError('answerInvalid'));
        assert.ok(s3.requests.length <= 2);
      }
    });
  });
});
