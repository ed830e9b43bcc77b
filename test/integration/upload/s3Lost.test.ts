import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { answerOf, startScriptedServer, type Script } from '../servers/scriptedServer.ts';
import { begun, completed, file, held, wholeETag } from './scriptedS3.ts';
import { bytesOf, destinationOf, isTransferError, plannedBytes, quiet, signal, type Listening } from './given.ts';

const minute = 60_000;
const serverIsAhead = 10 * minute;

interface Listed {
  readonly id: string;
  /** Milliseconds after it was intended, by our clock. */
  readonly after: number;
  readonly key?: string;
  readonly isHeld?: true;
}

describe('An upload to S3 that was about to be begun', () => {
  const since = Date.now() - 60 * minute;
  const intent = { key: 'a+b/big.bin', since };
  let server: Listening & { readonly requests: readonly { readonly method: string; readonly target: string }[] };

  async function given(script: Script): Promise<SessionProtocol> {
    server = await startScriptedServer(script);
    const { session } = destinationOf({
      kind: 's3',
      endpoint: server.url,
      bucket: 'photos',
      partSize: 1000,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'hidden' },
    });
    assert.ok(session);
    return session;
  }
  afterEach(() => server.close());

  const thrownAway = () =>
    server.requests
      .filter(({ method }) => method === 'DELETE')
      .map(({ target }) => new URLSearchParams(target.split('?')[1]).get('uploadId'));

  it('is found by its key and its time, by the server’s clock, when it holds nothing', async () => {
    const uploads: readonly Listed[] = [
      { id: 'gone meanwhile', after: 10 },
      { id: 'at once', after: 10 },
      { id: 'later', after: 14 * minute },
      { id: 'before', after: -5000 },
      { id: 'much later', after: 40 * minute },
      { id: 'other key', after: 10, key: 'a+b/big.bin.old' },
      { id: 'with a part', after: 10, isHeld: true },
    ];
    const session = await given(({ method, target }) => {
      const query = new URLSearchParams(target.split('?')[1]);
      const date = new Date(Date.now() + serverIsAhead).toUTCString();
      if (query.has('uploads')) return answerOf(200, { date }, listOf(uploads));
      if (query.get('uploadId') === 'gone meanwhile')
        return answerOf(404, {}, '<Error><Code>NoSuchUpload</Code></Error>');
      const isHeld = uploads.some(({ id, isHeld }) => id === query.get('uploadId') && isHeld);
      const part = isHeld ? '<Part><PartNumber>1</PartNumber></Part>' : '';
      return method === 'GET'
        ? answerOf(200, {}, `<ListPartsResult><MaxParts>1</MaxParts>${part}</ListPartsResult>`)
        : answerOf(204);
    });
    await session.abandon(intent, signal);
    assert.deepEqual(thrownAway(), ['at once', 'later']);
  });

  it('is left alone where the server lists uploads to nobody', async () => {
    for (const status of [403, 404, 501]) {
      const session = await given(() => answerOf(status));
      await session.abandon(intent, signal);
      assert.equal(server.requests.length, 1);
      await server.close();
    }
  });

  it('is to be looked for again when the server failed', async () => {
    const session = await given(() => answerOf(503));
    await assert.rejects(session.abandon(intent, signal), isTransferError('serverFailed'));
  });

  it('is looked for once more when the answer to the next request that begins it is lost, too', async () => {
    const uploads: Listed[] = [];
    const session = await given(({ method, target }, socket) => {
      const query = new URLSearchParams(target.split('?')[1]);
      if (method === 'POST') {
        uploads.push({ id: 'lost', after: Date.now() - since - serverIsAhead, key: 'big.bin' });
        socket.destroy();
        return undefined;
      }
      if (query.has('uploads')) return answerOf(200, {}, listOf(uploads));
      return method === 'GET'
        ? answerOf(200, {}, '<ListPartsResult><MaxParts>1</MaxParts></ListPartsResult>')
        : answerOf(204);
    });
    const file = plannedBytes(bytesOf(2000), 'big.bin');
    await session.abandon({ key: 'big.bin', since }, signal);
    assert.deepEqual(thrownAway(), []);
    await session.intend(file, signal);
    await assert.rejects(session.begin(file, quiet), isTransferError('connectionLost'));
    assert.deepEqual(thrownAway(), ['lost']);
  });

  it('is found when the request that begins it arrives only after the server was asked', async () => {
    let looks = 0;
    const session = await given(({ method, target }, socket) => {
      const query = new URLSearchParams(target.split('?')[1]);
      if (method === 'POST') {
        socket.destroy();
        return undefined;
      }
      if (query.has('uploads')) {
        const late = { id: 'late', after: Date.now() - since - serverIsAhead, key: 'big.bin' };
        return answerOf(200, {}, listOf(++looks > 2 ? [late] : []));
      }
      return method === 'GET'
        ? answerOf(200, {}, '<ListPartsResult><MaxParts>1</MaxParts></ListPartsResult>')
        : answerOf(204);
    });
    const file = plannedBytes(bytesOf(2000), 'big.bin');
    const state = await session.intend(file, signal);
    assert.ok(state);
    await assert.rejects(session.begin(file, quiet), isTransferError('connectionLost'));
    assert.deepEqual(thrownAway(), []);
    await session.abandon(state, signal);
    assert.deepEqual(thrownAway(), ['late']);
  });

  it('is left to be thrown away when the file has been made, where the server began it late', async () => {
    const uploads: Listed[] = [];
    const session = await given(({ method, target }, socket) => {
      const query = new URLSearchParams(target.split('?')[1]);
      if (query.has('uploads') && method === 'POST' && server.requests.length > 1) return answerOf(200, {}, begun);
      if (query.has('uploads') && method === 'POST') socket.destroy();
      else if (query.has('uploads')) return answerOf(200, {}, listOf(uploads));
      else if (method === 'POST') return answerOf(200, {}, completed(wholeETag));
      else if (method === 'GET') return answerOf(200, {}, '<ListPartsResult><MaxParts>1</MaxParts></ListPartsResult>');
      else return answerOf(204);
      return undefined;
    });
    await session.intend(file, signal);
    await assert.rejects(session.begin(file, quiet), isTransferError('connectionLost'));
    const { state } = await session.begin(file, quiet);
    const { left } = await session.finish(state, file, held, signal);
    assert.ok(left);
    uploads.push({ id: 'late', after: Date.now() - since - serverIsAhead, key: 'big.bin' });
    await session.abandon(left, signal);
    assert.deepEqual(new Set(thrownAway()), new Set(['late']));
  });

  it('is looked for no more when the file has been made, and no answer was lost', async () => {
    const session = await given(({ method, target }) => {
      if (method === 'POST') return answerOf(200, {}, target.includes('uploads') ? begun : completed(wholeETag));
      return answerOf(204);
    });
    await session.intend(file, signal);
    const { state } = await session.begin(file, quiet);
    assert.equal((await session.finish(state, file, held, signal)).left, undefined);
    assert.ok(server.requests.every(({ method }) => method === 'POST'));
  });

  it('is thrown away before it is begun again, where the server began it late', async () => {
    const uploads: Listed[] = [];
    const session = await given(({ method, target }, socket) => {
      const query = new URLSearchParams(target.split('?')[1]);
      if (method === 'POST' && uploads.length > 0) return answerOf(200, {}, begun);
      if (method === 'DELETE') return answerOf(204);
      if (query.has('uploads') && method === 'GET') return answerOf(200, {}, listOf(uploads));
      if (method === 'GET') return answerOf(200, {}, '<ListPartsResult><MaxParts>1</MaxParts></ListPartsResult>');
      socket.destroy();
      return undefined;
    });
    await session.intend(file, signal);
    await assert.rejects(session.begin(file, quiet), isTransferError('connectionLost'));
    assert.deepEqual(thrownAway(), []);
    uploads.push({ id: 'late', after: Date.now() - since - serverIsAhead, key: 'big.bin' });
    await session.begin(file, quiet);
    assert.deepEqual(thrownAway(), ['late']);
    assert.equal(server.requests.at(-1)?.method, 'POST');
  });

  it('is thrown away with the one that took its place, as often as that takes', async () => {
    const uploads: Listed[] = [];
    let isAway = false;
    const session = await given(({ method, target }, socket) => {
      const query = new URLSearchParams(target.split('?')[1]);
      const begins = query.has('uploads') && method === 'POST';
      if (begins && server.requests.length > 1) return answerOf(200, {}, begun);
      if (begins || (query.has('uploads') && isAway)) socket.destroy();
      else if (query.has('uploads')) return answerOf(200, {}, listOf(uploads));
      else if (method === 'DELETE') return answerOf(204);
      else if (query.get('uploadId') !== 'late') return answerOf(404, {}, '<Error><Code>NoSuchUpload</Code></Error>');
      else return answerOf(200, {}, '<ListPartsResult><MaxParts>1</MaxParts></ListPartsResult>');
      return undefined;
    });
    await session.intend(file, signal);
    await assert.rejects(session.begin(file, quiet), isTransferError('connectionLost'));
    const { state } = await session.begin(file, quiet);
    uploads.push({ id: 'late', after: Date.now() - since - serverIsAhead, key: 'big.bin' });
    isAway = true;
    await assert.rejects(session.abandon(state, signal), isTransferError('connectionLost'));
    isAway = false;
    await session.abandon(state, signal);
    assert.deepEqual(new Set(thrownAway()), new Set(['u1', 'late']));
  });

  it('is thrown away again while the server keeps parts that it was still taking', async () => {
    const state = { key: 'big.bin', uploadId: 'begun', partSize: 1000, checksums: false };
    let aborted = 0;
    const session = await given(({ method }) => {
      if (method === 'DELETE') aborted++;
      const listed = '<ListPartsResult><Part><PartNumber>1</PartNumber></Part></ListPartsResult>';
      if (method === 'GET' && aborted === 1) return answerOf(200, {}, listed);
      return method === 'GET' ? answerOf(404, {}, '<Error><Code>NoSuchUpload</Code></Error>') : answerOf(204);
    });
    await session.abandon(state, signal);
    assert.deepEqual(thrownAway(), ['begun', 'begun']);
  });

  it('is not looked for when the server refused to begin it, also when it was cancelled before', async () => {
    const asked = Promise.withResolvers<Socket>();
    const session = await given((_, socket) => {
      asked.resolve(socket);
      return undefined;
    });
    const state = await session.intend(file, signal);
    assert.ok(state);
    const cancelling = new AbortController();
    const beginning = session.begin(file, { ...quiet, signal: cancelling.signal });
    const socket = await asked.promise;
    cancelling.abort();
    await assert.rejects(beginning, { name: 'AbortError' });
    const abandoned = session.abandon(state, signal);
    socket.write(answerOf(403));
    await abandoned;
    assert.deepEqual(
      server.requests.map(({ method }) => method),
      ['POST'],
    );
  });

  it('is not looked for when the request was not made', async () => {
    const session = await given(() => answerOf(500));
    const state = await session.intend(plannedBytes('x'), signal);
    assert.ok(state);
    await session.abandon(state, signal);
    assert.deepEqual(server.requests, []);
  });

  function listOf(uploads: readonly Listed[]): string {
    const entries = uploads.map(({ id, after, key = intent.key }) => {
      const initiated = new Date(since + after + serverIsAhead).toISOString();
      const told = encodeURIComponent(key);
      return `<Upload><Key>${told}</Key><UploadId>${id}</UploadId><Initiated>${initiated}</Initiated></Upload>`;
    });
    return `<ListMultipartUploadsResult>${entries.join('')}</ListMultipartUploadsResult>`;
  }
});
