import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { systemClock } from '../../../src/core/clock.ts';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile.ts';
import type { HeldPart, SessionProtocol, SessionState } from '../../../src/core/transfer/sessionPort.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import type { NetworkSettings } from '../../../src/node/http/proxies.ts';
import { selfSigned } from '../servers/certificate.ts';
import { startForwarder, type Forwarder, type Passing } from '../servers/forwarder.ts';
import { startSwift, swiftKeys, type Swift } from '../servers/swift.ts';
import { startTlsFront } from '../servers/tlsFront.ts';
import { bytesOf, destinationOf, isProblem, isTransferError, plannedBytes, quiet, signal } from './given.ts';

const bucket = 'photos';
const partSize = 5 * 1024 ** 2;

describe('An s3 destination, at OpenStack Swift', () => {
  let folder: string;
  let swift: Swift;
  let forwarder: Forwarder | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    swift = await startSwift(folder);
    await swift.createBucket(bucket);
  });

  after(async () => {
    await swift.stop();
    await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    mock.restoreAll();
    await forwarder?.close();
    forwarder = undefined;
    assert.deepEqual(await swift.unfinished(bucket), [], 'an upload was left behind');
  });

  const { accessKeyId, region } = swiftKeys;

  function destination(
    more: Partial<S3Profile> = {},
    secretAccessKey = swiftKeys.secretAccessKey,
    network: NetworkSettings = {},
  ): Destination {
    return destinationOf(
      {
        kind: 's3',
        endpoint: swift.endpoint,
        region,
        bucket,
        partSize,
        credentials: { accessKeyId, secretAccessKey: '${secret:key}' },
        ...more,
      },
      { secrets: { key: secretAccessKey }, network },
    );
  }

  async function put(file: PlannedFile, to = destination()): Promise<Uploaded> {
    const [uploaded] = await to.send([file], quiet);
    assert.ok(uploaded);
    return uploaded;
  }

  describe('with one request', () => {
    it('puts a file, and the link that it gives reads it', async () => {
      const { url = '' } = await put(plannedBytes('hello', 'a.txt', 'text/plain'));
      assert.equal((await swift.read(bucket, 'a.txt'))?.toString(), 'hello');
      const answer = await fetch(url);
      assert.equal(answer.headers.get('content-type'), 'text/plain');
      assert.equal(await answer.text(), 'hello');
    });

    it('puts a file of no bytes, and one that is streamed', async () => {
      for (const size of [0, 700_000, partSize]) {
        const bytes = bytesOf(size);
        await put(plannedBytes(bytes, 'sized.bin'));
        assert.deepEqual(await swift.read(bucket, 'sized.bin'), bytes);
      }
    });

    for (const name of [
      'a b+ü.txt',
      "(1)!*'.txt",
      'a?b=c&d#e.txt',
      '100%41.txt',
      '日本 🎉.txt',
      '~a;b,c@d$e=f:g.txt',
    ]) {
      it(`puts and links a file called ${name}`, async () => {
        const { url = '' } = await put(plannedBytes('hello', name));
        assert.equal((await swift.read(bucket, name))?.toString(), 'hello');
        assert.equal(await (await fetch(url)).text(), 'hello');
      });
    }

    it('makes the key of the template', async () => {
      const to = destination({ key: 'in/${date:yyyy}/${name}-${sha256}.${ext}', link: { public: true } });
      const { url } = await put(plannedBytes('hello', 'a.txt'), to);
      const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
      const key = `in/${new Date().getFullYear()}/a-${sha256}.txt`;
      assert.equal((await swift.read(bucket, key))?.toString(), 'hello');
      assert.equal(url, `${swift.endpoint}/${bucket}/${key}`);
    });

    it('keeps metadata, type and cache control with the object', async () => {
      const metadata = { album: 'a  b', 'Of-File': '${name}' };
      const to = destination({ metadata, contentType: 'text/x-${ext}', cacheControl: 'max-age=60' });
      const { url = '' } = await put(plannedBytes('hello', 'größe.txt'), to);
      const { headers } = await fetch(url);
      assert.equal(headers.get('content-type'), 'text/x-txt');
      assert.equal(headers.get('x-amz-meta-album'), 'a  b');
      assert.equal(headers.get('x-amz-meta-of-file'), 'gr%C3%B6%C3%9Fe');
      assert.equal(headers.get('cache-control'), 'max-age=60');
    });

    it('gives a link by template, for the name that was sent', async () => {
      const to = destination({ link: { template: 'https://cdn.example.com/${file}?v=${date:yyyy}' } });
      const { url } = await put({ ...plannedBytes('x', 'a b.txt'), name: 'a b (2).txt' }, to);
      assert.equal(url, `https://cdn.example.com/a%20b%20(2).txt?v=${new Date().getFullYear()}`);
    });

    it('tells when a file got the key of another', async () => {
      const to = destination({ key: 'same' });
      assert.equal((await put(plannedBytes('one', 'one.txt'), to)).warnings, undefined);
      assert.match((await put(plannedBytes('two', 'two.txt'), to)).warnings?.[0] ?? '', /It replaced one\.txt/);
    });

    it('sets the clock right by the server’s, once, and links hold too', async () => {
      const { now } = Date;
      mock.method(Date, 'now', () => now() - 3_600_000);
      const to = destination();
      const { url = '' } = await put(plannedBytes('late', 'late.txt'), to);
      assert.equal(await (await fetch(url)).text(), 'late');
    });
  });

  describe('with a setting that is wrong', () => {
    const refuses = async (to: Destination, code: string, status: number, details: object) => {
      await assert.rejects(put(plannedBytes('x'), to), isTransferError(code, { status, sent: 'something' }, details));
      await assert.rejects(sessionOf(to).begin(plannedBytes('x'), quiet), isTransferError(code, { status }, details));
    };

    it('says that the secret is not the one of the key id', () =>
      refuses(destination({}, 'wrong'), 'credentialsRefused', 403, {
        reason: 'the secret access key does not belong to the access key id',
      }));

    it('says that the bucket is missing', () =>
      refuses(destination({ bucket: 'nowhere' }), 'bucketMissing', 404, { bucket: 'nowhere', destination: 'test' }));

    it('says which region is right', () =>
      refuses(destination({ region: 'eu-west-1' }), 'bucketElsewhere', 400, {
        setting: 'region',
        value: 'us-east-1',
      }));

    it('refuses a key that is too long before anything is sent', async () => {
      const to = destination({ key: `${'ü'.repeat(500)}/\${sha256}/\${file}` });
      const { source } = plannedBytes('x', 'a.txt');
      await assert.rejects(
        async () => to.nameFor(source, signal),
        isProblem('keyTooLong', { bytes: 1071, most: 1024 }),
      );
      assert.equal(await destination({ key: 'a/${file}' }).nameFor(source, signal), 'a.txt');
    });
  });

  describe('in parts', () => {
    it('sends a file, whose parts come in any order', async () => {
      const bytes = bytesOf(3 * partSize + 12_345);
      const to = destination({ metadata: { album: 'a' } });
      const file = plannedBytes(bytes, 'big ü.bin', 'image/x-big');
      const session = sessionOf(to);
      const { state, held } = await session.begin(file, quiet);
      assert.deepEqual(held, []);
      const sent = await Promise.all([3, 1, 0, 2].map((index) => sendPart(session, state, file, index)));
      const { url = '' } = await session.finish(state, file, inOrder(sent), signal);
      assert.deepEqual(await swift.read(bucket, 'big ü.bin'), bytes);
      const answer = await fetch(url);
      assert.equal(answer.headers.get('content-type'), 'image/x-big');
      assert.equal(answer.headers.get('x-amz-meta-album'), 'a');
    });

    it('goes on with what the server has, also when its list has several pages', async () => {
      const bytes = bytesOf(6 * partSize + 1);
      const file = plannedBytes(bytes, 'resumed.bin');
      const { state } = await sessionOf(destination()).begin(file, quiet);
      const first = sessionOf(destination());
      for (const index of [0, 2, 3, 4, 6]) await sendPart(first, state, file, index);

      const second = sessionOf(destination());
      const kept = JSON.parse(JSON.stringify(state)) as SessionState;
      const held = await second.held(kept, file, signal);
      assert.deepEqual(
        held?.map(({ start }) => start / partSize),
        [0, 2, 3, 4, 6],
      );
      const sent = await Promise.all([1, 5].map((index) => sendPart(second, kept, file, index)));
      await second.finish(kept, file, inOrder([...held, ...sent]), signal);
      assert.deepEqual(await swift.read(bucket, 'resumed.bin'), bytes);
    });

    it('throws away what the server has when it is given up', async () => {
      const session = sessionOf(destination());
      const file = plannedBytes(bytesOf(2 * partSize), 'given-up.bin');
      const { state } = await session.begin(file, quiet);
      await sendPart(session, state, file, 0);
      assert.notDeepEqual(await swift.unfinished(bucket), []);
      await session.abandon(state, signal);
      await session.abandon(state, signal);
      assert.equal(await session.held(state, file, signal), undefined);
      await assert.rejects(
        sendPart(session, state, file, 1),
        isTransferError('uploadForgotten', { status: 404, passes: true }),
      );
      await assert.rejects(
        session.finish(state, file, [], signal),
        isTransferError('uploadForgotten', { status: 404 }),
      );
      assert.equal(await swift.read(bucket, 'given-up.bin'), undefined);
    });

    it('succeeds when the upload was completed by a request whose answer was lost', async () => {
      const session = sessionOf(destination());
      const bytes = bytesOf(partSize + 1);
      const file = plannedBytes(bytes, 'twice.bin');
      const { state } = await session.begin(file, quiet);
      const held = [await sendPart(session, state, file, 0), await sendPart(session, state, file, 1)];
      const once = await session.finish(state, file, held, signal);
      const again = await session.finish(state, file, held, signal);
      assert.equal(new URL(again.url ?? '').pathname, new URL(once.url ?? '').pathname);

      await put(plannedBytes('another', 'twice.bin'));
      await assert.rejects(
        session.finish(state, file, held, signal),
        isTransferError('uploadForgotten', { status: 404 }),
      );
    });

    it('leaves nothing when the answer to its beginning is lost', async () => {
      let cuts = 0;
      forwarder = await startForwarder(swift.port, (passing) => {
        if (isCreate(passing) && cuts++ < 2) passing.cut();
      });
      const bytes = bytesOf(partSize + 1);
      const outcome = await transfer(plannedBytes(bytes, 'lost.bin'), destination({ endpoint: forwarder.url }));
      assert.equal(outcome?.status, 'uploaded');
      assert.equal(cuts, 3);
      assert.deepEqual(await swift.read(bucket, 'lost.bin'), bytes);
    });

    it('leaves nothing when it never gets an answer to its beginning', async () => {
      forwarder = await startForwarder(swift.port, (passing) => {
        if (isCreate(passing)) passing.cut();
      });
      const outcome = await transfer(
        plannedBytes(bytesOf(partSize + 1), 'never.bin'),
        destination({ endpoint: forwarder.url }),
      );
      assert.equal(outcome?.status, 'failed');
    });

    it('throws away nothing that others have begun for the same key', async () => {
      const file = plannedBytes(bytesOf(partSize + 1), 'shared.bin');
      const other = sessionOf(destination());
      const { state } = await other.begin(file, quiet);
      await sendPart(other, state, file, 0);
      let cuts = 0;
      forwarder = await startForwarder(swift.port, (passing) => {
        if (isCreate(passing) && cuts++ === 0) passing.cut();
      });
      assert.equal((await transfer(file, destination({ endpoint: forwarder.url })))?.status, 'uploaded');
      assert.equal((await other.held(state, file, signal))?.length, 1);
      await other.abandon(state, signal);
    });

    it('ends at once when it is cancelled while it begins, and leaves nothing', async () => {
      const controller = new AbortController();
      const release = Promise.withResolvers<undefined>();
      const aborted = Promise.withResolvers<undefined>();
      forwarder = await startForwarder(swift.port, (passing) => {
        if (isCreate(passing)) {
          passing.holdUntil(release.promise);
          void passing.answered.then(() => controller.abort());
        }
        if (passing.line.startsWith('DELETE ')) void passing.answered.then(() => aborted.resolve(undefined));
      });
      const session = sessionOf(destination({ endpoint: forwarder.url }));
      const begun = session.begin(plannedBytes('x', 'cancelled.bin'), { ...quiet, signal: controller.signal });
      await assert.rejects(begun, { name: 'AbortError' });
      assert.equal((await swift.unfinished(bucket)).length, 1);
      release.resolve(undefined);
      await aborted.promise;
    });

    it('is uploaded once when the answer to its completion is lost', async () => {
      let cuts = 0;
      forwarder = await startForwarder(swift.port, (passing) => {
        if (/^POST \S+\?uploadId=/.test(passing.line) && cuts++ === 0) passing.cut();
      });
      const bytes = bytesOf(partSize + 1);
      const outcome = await transfer(plannedBytes(bytes, 'completed.bin'), destination({ endpoint: forwarder.url }));
      assert.equal(outcome?.status, 'uploaded');
      assert.equal(cuts, 2);
      assert.deepEqual(await swift.read(bucket, 'completed.bin'), bytes);
    });

    it('is cancelled in the middle of a part, and leaves nothing', async () => {
      const controller = new AbortController();
      forwarder = await startForwarder(swift.port, ({ line }) => {
        if (line.includes('partNumber=2')) controller.abort();
      });
      const file = plannedBytes(bytesOf(8 * partSize), 'stopped.bin');
      const outcome = await transfer(file, destination({ endpoint: forwarder.url }), controller.signal);
      assert.equal(outcome?.status, 'cancelled');
      assert.equal(await swift.read(bucket, 'stopped.bin'), undefined);
    });

    it('goes through the queue, four parts at a time', async () => {
      const bytes = bytesOf(9 * partSize + 1);
      const outcome = await transfer(plannedBytes(bytes, 'queued.bin'), destination({ verify: 'download' }));
      assert.equal(outcome?.status, 'uploaded');
      assert.deepEqual(await swift.read(bucket, 'queued.bin'), bytes);
    });
  });

  it('takes files over TLS, whole and in parts', async () => {
    const front = await startTlsFront(swift.port, selfSigned(folder));
    try {
      const to = destination({ endpoint: front.url }, undefined, { strictSsl: false });
      await put(plannedBytes('secure', 'secure.txt'), to);
      assert.equal((await swift.read(bucket, 'secure.txt'))?.toString(), 'secure');
      const bytes = bytesOf(partSize + 5);
      assert.equal((await transfer(plannedBytes(bytes, 'secure.bin'), to))?.status, 'uploaded');
      assert.deepEqual(await swift.read(bucket, 'secure.bin'), bytes);
    } finally {
      await front.close();
    }
  });

  for (const how of ['head', 'download'] as const) {
    describe(`checked by ${how}`, () => {
      const check = async (file: PlannedFile, happens: () => Promise<unknown>) => {
        const to = destination({ verify: how, link: { template: 'https://cdn.example.com/' } });
        const uploaded = await put(file, to);
        await happens();
        assert.ok(to.verify);
        await to.verify(uploaded, file, signal);
      };

      it('is there', async () => {
        for (const size of [0, 1, 900_000]) {
          await check(plannedBytes(bytesOf(size), 'checked.bin'), () => Promise.resolve());
        }
      });

      it('is another when another took its place', async () => {
        await assert.rejects(
          check(plannedBytes('one', 'checked.bin'), () => put(plannedBytes('two', 'checked.bin'))),
          isProblem('contentDiffers', { file: 'checked.bin' }),
        );
      });
    });
  }
});

function sessionOf(destination: Destination): SessionProtocol {
  assert.ok(destination.session);
  return destination.session;
}

async function sendPart(session: SessionProtocol, state: SessionState, file: PlannedFile, index: number) {
  const part = { start: index * partSize, end: Math.min((index + 1) * partSize, file.source.size) };
  return (await session.send(state, file, part, quiet)).held;
}

function inOrder(parts: readonly HeldPart[]): readonly HeldPart[] {
  return parts.toSorted((a, b) => a.start - b.start);
}

function isCreate({ line }: Passing): boolean {
  return /^POST \S+\?uploads=/.test(line);
}

/** As an upload goes, with no waiting before it is tried again. */
async function transfer(file: PlannedFile, to: Destination, each = signal) {
  const clock = { ...systemClock, sleep: () => Promise.resolve() };
  await using queue = new TransferQueue({ clock, random: () => 0, concurrency: 4 });
  const [outcome] = await queue.transfer([file], to, { signal: each });
  return outcome;
}
