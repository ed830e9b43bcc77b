import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { TusProfile, Verification } from '../../../src/core/profile/profile.ts';
import type { SessionProtocol, SessionState } from '../../../src/core/transfer/sessionPort.ts';
import { startTusServer, type TusServer, type TusServerOptions } from '../servers/tusServer.ts';
import { bytesOf, destinationOf, isProblem, isTransferError, plannedBytes, quiet, signal } from './given.ts';

const partSize = 64 * 1024;

describe('A tus destination, at the reference server', () => {
  let folder: string;
  let server: TusServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-tus-'));
    server = await startTusServer(folder);
  });

  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function restart(options: TusServerOptions): Promise<void> {
    await server.close();
    server = await startTusServer(folder, options);
  }

  function destination(more: Partial<TusProfile> = {}): Destination {
    return destinationOf({ kind: 'tus', url: server.url, partSize, ...more }, { secrets: { token: 's3cret' } });
  }

  const methods = () => server.requests.map(({ method }) => method);

  it('creates an upload, and sends a file in parts', async () => {
    const bytes = bytesOf(3 * partSize + 5);
    const { url } = await sendAll(destination(), plannedBytes(bytes));
    assert.deepEqual(methods(), ['OPTIONS', 'POST', 'PATCH', 'PATCH', 'PATCH', 'PATCH']);
    assert.deepEqual(await readFile(server.pathOf(url ?? '')), bytes);
    assert.equal((await fetch(url ?? '')).status, 200);
  });

  it('creates an upload before it sends a file of one part, which would else be there twice', async () => {
    const bytes = bytesOf(partSize);
    const { url } = await sendAll(destination(), plannedBytes(bytes));
    assert.deepEqual(methods(), ['OPTIONS', 'POST', 'PATCH']);
    assert.equal(server.requests[1]?.headers['content-length'], '0');
    assert.deepEqual(await readFile(server.pathOf(url ?? '')), bytes);
  });

  it('sends a file of one part with one request where that does no harm', async () => {
    const bytes = bytesOf(partSize);
    const { url } = await sendAll(destination({ retryUnsafe: true }), plannedBytes(bytes));
    assert.deepEqual(methods(), ['OPTIONS', 'POST']);
    assert.deepEqual(await readFile(server.pathOf(url ?? '')), bytes);
  });

  it('sends an empty file with one request, which is not repeated', async () => {
    const to = destination();
    assert.equal(to.session?.from, 1);
    assert.equal(to.idempotent, false);
    const [uploaded] = await to.send([plannedBytes('')], quiet);
    assert.deepEqual(methods(), ['OPTIONS', 'POST']);
    assert.equal((await readFile(server.pathOf(uploaded?.url ?? ''))).length, 0);
  });

  it('asks the server once what it can do', async () => {
    const to = destination();
    await sendAll(to, plannedBytes('one', 'one.txt'));
    await sendAll(to, plannedBytes('two', 'two.txt'));
    assert.deepEqual(methods(), ['OPTIONS', 'POST', 'PATCH', 'POST', 'PATCH']);
  });

  it('tells name and media type, and what the profile adds', async () => {
    const metadata = { album: '${secret:token}', name: '${name}', empty: '' };
    await sendAll(destination({ metadata }), plannedBytes('x', 'Größe 中, 1.png', 'image/png'));
    assert.deepEqual(metadataOf(server), {
      filename: 'Größe 中, 1.png',
      filetype: 'image/png',
      album: 's3cret',
      name: 'Größe 中, 1',
      empty: '',
    });
  });

  it('lets the profile say another name', async () => {
    await sendAll(
      destination({ metadata: { filename: 'a-${name}.${ext}' } }),
      plannedBytes('x', 'b.txt', 'text/plain'),
    );
    assert.deepEqual(metadataOf(server), { filename: 'a-b.txt', filetype: 'text/plain' });
  });

  it('sends headers and credentials with every request, and Tus-Resumable with all but OPTIONS', async () => {
    const to = destination({ headers: { 'X-Album': 'a' }, auth: { type: 'bearer', token: '${secret:token}' } });
    const { state } = await begin(to, plannedBytes(bytesOf(2 * partSize)));
    await sessionOf(to).held(state, plannedBytes(bytesOf(2 * partSize)), signal);
    await sessionOf(to).abandon(state, signal);
    assert.deepEqual(methods(), ['OPTIONS', 'POST', 'HEAD', 'DELETE']);
    for (const { method, headers } of server.requests) {
      assert.equal(headers.authorization, 'Bearer s3cret');
      assert.equal(headers['x-album'], 'a');
      assert.equal(headers['tus-resumable'], method === 'OPTIONS' ? undefined : '1.0.0');
    }
  });

  it('takes a relative Location', async () => {
    await restart({ relativeLocation: true });
    const { url } = await sendAll(destination(), plannedBytes('relative'));
    assert.ok(url?.startsWith(`${server.url}/`));
    assert.equal(await readFile(server.pathOf(url ?? ''), 'utf8'), 'relative');
  });

  it('asks what the server has, and goes on from there after a restart of both', async () => {
    const bytes = bytesOf(3 * partSize);
    const file = plannedBytes(bytes);
    const before = destination();
    const { state } = await begin(before, file);
    await sessionOf(before).send(state, file, { start: 0, end: partSize }, quiet);
    await restart({ port: server.port });
    const to = destination();
    const held = await sessionOf(to).held(state, file, signal);
    assert.deepEqual(held, [{ start: 0, end: partSize }]);
    const { url } = await sendRest(to, file, state, partSize);
    assert.deepEqual(await readFile(server.pathOf(url ?? '')), bytes);
  });

  it('finds the link also when the answer to the last part got lost', async () => {
    const file = plannedBytes('lost');
    const to = destination();
    const { state } = await begin(to, file);
    await sessionOf(to).send(state, file, { start: 0, end: 4 }, quiet);
    const { url } = await sessionOf(to).finish(state, file, [{ start: 0, end: 4 }], signal);
    assert.equal(await readFile(server.pathOf(url ?? ''), 'utf8'), 'lost');
  });

  it('starts over where the upload is gone', async () => {
    const file = plannedBytes(bytesOf(2 * partSize));
    const to = destination();
    const { state } = await begin(to, file);
    await sessionOf(to).abandon(state, signal);
    assert.deepEqual(await server.uploads(), []);
    assert.equal(await sessionOf(to).held(state, file, signal), undefined);
    await sessionOf(to).abandon(state, signal);
  });

  it('starts over where the upload has expired', async () => {
    await restart({ expiration: 0.001 });
    const file = plannedBytes(bytesOf(2 * partSize));
    const to = destination();
    const { state } = await begin(to, file);
    assert.equal(await sessionOf(to).held(state, file, signal), undefined);
  });

  it('asks for the offset after a part that does not fit on', async () => {
    const file = plannedBytes(bytesOf(3 * partSize));
    const to = destination();
    const { state } = await begin(to, file);
    await sessionOf(to).send(state, file, { start: 0, end: partSize }, quiet);
    const wrong = sessionOf(to).send(state, file, { start: 2 * partSize, end: 3 * partSize }, quiet);
    await assert.rejects(wrong, isTransferError('refusedByServer', { status: 409, passes: true }));
    assert.deepEqual(await sessionOf(to).held(state, file, signal), [{ start: 0, end: partSize }]);
  });

  it('says how large a file the server takes, before it sends a byte', async () => {
    await restart({ maxSize: 1000 });
    const begun = begin(destination(), plannedBytes(bytesOf(1001)));
    await assert.rejects(begun, isProblem('tooLargeThere', { size: 1001, limit: 1000 }));
    assert.deepEqual(methods(), ['OPTIONS']);
  });

  it('says so when the server refuses the size later', async () => {
    const to = destination();
    await sendAll(to, plannedBytes('small'));
    await restart({ maxSize: 1000, port: server.port });
    await assert.rejects(begin(to, plannedBytes(bytesOf(1004))), isTransferError('tooLargeForServer', { status: 413 }));
  });

  describe('that checks what it uploaded', () => {
    /** Uploads a file of this size, lets something happen to it at the server, and checks it. */
    async function check(
      verify: Verification,
      size: number,
      happens: (path: string) => Promise<void> = () => Promise.resolve(),
      more: Partial<TusProfile> = {},
    ): Promise<void> {
      const to = destination({ verify, ...more });
      const file = plannedBytes(bytesOf(size));
      const uploaded = size === 0 ? (await to.send([file], quiet))[0] : await sendAll(to, file);
      await happens(server.pathOf(server.url + `/${(await server.uploads())[0] ?? ''}`));
      assert.ok(to.verify && uploaded);
      await to.verify(uploaded, file, signal);
    }

    for (const how of ['head', 'download'] as const) {
      it(`by ${how} finds it`, async () => {
        for (const size of [0, 100, 2 * partSize]) await check(how, size);
      });
    }

    it('by head asks the upload, whatever the link', async () => {
      await check('head', 100, undefined, { link: { template: 'https://cdn.example.com/a' } });
      assert.equal(methods().at(-1), 'HEAD');
    });

    it('by head tells that a part is gone', async () => {
      const what = 'it has 99 bytes, not 100';
      await assert.rejects(
        check('head', 100, (path) => truncate(path, 99)),
        isProblem('contentDiffers', { what }),
      );
    });

    it('by head fails when the upload is gone', async () => {
      await assert.rejects(
        check('head', 100, (path) => rm(`${path}.json`)),
        isTransferError('notFoundAtServer'),
      );
    });

    it('by download tells that bytes are others', async () => {
      const other = (path: string) => writeFile(path, bytesOf(100).reverse());
      await assert.rejects(
        check('download', 100, other),
        isProblem('contentDiffers', { what: 'its bytes are others' }),
      );
    });

    it('by download sends the credentials to its own server only', async () => {
      const auth = { type: 'bearer', token: '${secret:token}' } as const;
      await check('download', 100, undefined, { auth });
      assert.equal(server.requests.at(-1)?.method, 'GET');
      assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer s3cret');
      const elsewhere = await startTusServer(join(folder, 'elsewhere'));
      const link = { template: `${elsewhere.url}/a` };
      await assert.rejects(check('download', 100, undefined, { auth, link }), isTransferError('notFoundAtServer'));
      assert.equal(elsewhere.requests.at(-1)?.headers.authorization, undefined);
      await elsewhere.close();
    });
  });

  it('shows the request it would make, without secrets', async () => {
    const to = destination({
      auth: { type: 'bearer', token: '${secret:token}' },
      metadata: { key: '${secret:token}' },
    });
    const preview = await to.preview([plannedBytes('hello', 'a.txt', 'text/plain')], signal);
    assert.equal(preview.method, 'POST');
    assert.equal(preview.url, server.url);
    assert.ok(preview.headers.some(([name, value]) => name === 'upload-length' && value === '5'));
    assert.deepEqual(preview.body.slice(0, 3), ['filename = a.txt', 'filetype = text/plain', 'key = ***']);
    assert.ok(!JSON.stringify(preview).includes('s3cret'));
    assert.deepEqual(methods(), []);
  });
});

function sessionOf({ session }: Destination): SessionProtocol {
  assert.ok(session);
  return session;
}

function begin(to: Destination, file: PlannedFile) {
  return sessionOf(to).begin(file, quiet);
}

/** One part after the other, as core does it where nothing fails. */
async function sendAll(to: Destination, file: PlannedFile): Promise<Uploaded> {
  const { state, held } = await begin(to, file);
  return sendRest(to, file, state, held.at(-1)?.end ?? 0);
}

async function sendRest(to: Destination, file: PlannedFile, begun: SessionState, start: number): Promise<Uploaded> {
  let [state, position] = [begun, start];
  const { size } = file.source;
  while (position < size) {
    const part = { start: position, end: Math.min(position + partSize, size) };
    const sent = await sessionOf(to).send(state, file, part, quiet);
    [state, position] = [sent.state ?? state, sent.held.end];
  }
  return sessionOf(to).finish(state, file, [{ start: 0, end: position }], signal);
}

function metadataOf({ requests }: TusServer): Record<string, string> {
  const header = String(requests.find(({ method }) => method === 'POST')?.headers['upload-metadata']);
  const pairs = header.split(',').map((pair) => pair.split(' ') as [string, string?]);
  return Object.fromEntries(pairs.map(([key, value = '']) => [key, Buffer.from(value, 'base64').toString()]));
}
