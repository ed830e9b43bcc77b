import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { PlannedFile, Selected } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { Destination, SendingBeside, SendOptions } from '../../../src/core/ports.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { SmallFileSender } from '../../../src/node/sending/smallFileSender.ts';
import { FaultProxy } from '../faults/faultProxy.ts';
import { destinationOf, isProblem, isTransferError, planned, plannedBytes, quiet, sha256Of, signal } from './given.ts';
import { pipelineBench } from './pipelineBench.ts';

const script = new URL('../../../src/node/sending/sendingWorker.ts', import.meta.url);
const bundle = new URL('../../../dist/sendingWorker.js', import.meta.url);
const falling = new URL('fallingWorker.ts', import.meta.url);
const count = 300;
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('latin1');
const contentOf = (index: number) => `${index % 3 === 0 ? png : 'text'} ${index}`;

describe('small files that are sent by a thread', () => {
  const bench = pipelineBench();
  const { serve } = bench;
  let selection: readonly Selected[];

  beforeEach(async () => {
    const names = Array.from({ length: count }, (_, index) => `${index}.png`);
    await Promise.all(names.map((name, index) => writeFile(join(bench.folder, name), contentOf(index), 'latin1')));
    selection = await selectPaths(names, { signal, cwd: bench.folder });
  });

  /** Where files go, and those that the thread did not send. */
  interface Begun extends Disposable {
    readonly to: Destination;
    readonly direct: readonly string[];
    readonly mask: SecretMask;
    /** Where files go without a thread, and with one in another batch. */
    readonly usual: Destination;
    readonly again: SendingBeside;
  }

  function begun(
    profile: FormProfile | RawProfile,
    { from = script, secrets = {} }: { readonly from?: URL; readonly secrets?: Readonly<Record<string, string>> } = {},
  ): Begun {
    const direct: string[] = [];
    const mask = new SecretMask();
    const usual = destinationOf(profile, { secrets });
    const noted: Destination = {
      ...usual,
      send(files, options) {
        direct.push(...files.map(({ name }) => name));
        return usual.send(files, options);
      },
    };
    const sender = new SmallFileSender(from);
    const services = { secrets: { get: (name: string) => Promise.resolve(secrets[name]) }, mask };
    const again = sender.to({ name: 'test', profile }, services);
    const to = again.begin(noted, selection);
    assert(to);
    return { to, direct, mask, usual: noted, again, [Symbol.dispose]: () => to[Symbol.dispose]() };
  }

  const send = (to: Destination, file: PlannedFile, options: SendOptions = quiet) => to.send([file], options);

  async function fileCalled(name: string, content = name): Promise<PlannedFile> {
    await writeFile(join(bench.folder, name), content);
    const [selected] = await selectPaths([name], { signal, cwd: bench.folder });
    assert(selected?.kind === 'source');
    return planned(selected.source);
  }

  /** Sends files in the usual way as long as the thread has not started. */
  async function whenStarted({ to, direct }: Begun): Promise<void> {
    const file = await fileCalled('first.txt');
    for (let before = -1; before < direct.length;) {
      before = direct.length;
      await send(to, file);
    }
  }

  /** Answers all that it is sent, but for files of this name. */
  const answering =
    (name: string, listener: RequestListener): RequestListener =>
    (request, response) => {
      if (request.url?.endsWith(name)) listener(request, response);
      else request.resume().on('end', () => response.writeHead(201).end());
    };

  for (const [what, from] of Object.entries({ 'its script': script, 'its bundle': bundle })) {
    it(`arrive whole, with their types, when it runs ${what}; one that changed fails`, async () => {
      const got = new Map<string, string>();
      const url = await serve((request, response) => {
        void buffer(request).then((body) => {
          got.set(request.url ?? '', `${request.headers['content-type']} ${body.toString('latin1')}`);
          response.writeHead(201).end();
        });
      });
      using beside = begun({ kind: 'raw', url }, { from });
      await whenStarted(beside);
      await appendFile(join(bench.folder, '150.png'), 'more');
      const before = beside.direct.length;
      const services = { sniffer, beside: beside.again, queue: new TransferQueue() };
      const outcomes = await upload(selection, beside.usual, services, { signal });
      const failed = outcomes.filter(({ status }) => status !== 'uploaded');
      assert.deepEqual(
        failed.map((outcome) => [outcome.file, 'problem' in outcome && outcome.problem.code]),
        [['150.png', 'fileChanged']],
      );
      for (let index = 0; index < count; index++) {
        const type = index % 3 === 0 ? 'image/png' : 'application/octet-stream';
        if (index !== 150) assert.equal(got.get(`/${index}.png`), `${type} ${contentOf(index)}`);
      }
      assert.equal(beside.direct.length, before);
    });
  }

  it('all arrive byte for byte, each repeated after its connection broke off', async () => {
    const got = new Map<string, string>();
    const url = await serve((request, response) => {
      void buffer(request).then(
        (body) => {
          got.set(request.url ?? '', sha256Of(body));
          response.writeHead(201).end();
        },
        () => undefined,
      );
    });
    await using proxy = await FaultProxy.start(() => Number(new URL(url).port), {
      toxicsOf: (connection) => (connection % 4 === 3 ? [] : [{ stream: 'upstream', type: 'limit_data', bytes: 100 }]),
    });
    const profile = { kind: 'raw', url: `http://127.0.0.1:${proxy.port}/`, retries: 20 } as const;
    using beside = begun(profile);
    const services = { sniffer, beside: beside.again, queue: new TransferQueue({ random: () => 0 }) };
    const outcomes = await upload(selection, beside.usual, services, { signal });
    assert.deepEqual(
      outcomes.filter(({ status }) => status !== 'uploaded'),
      [],
    );
    assert(outcomes.some(({ attempts }) => attempts > 1));
    for (let index = 0; index < count; index++) {
      assert.equal(got.get(`/${index}.png`), sha256Of(Buffer.from(contentOf(index), 'latin1')));
    }
  });

  it('fail with what the server said, and what the retry policy needs to know', async () => {
    const url = await serve(
      answering('busy.txt', (request, response) => {
        request.resume().on('end', () => response.writeHead(503, { 'retry-after': '3' }).end());
      }),
    );
    using beside = begun({ kind: 'raw', url });
    await whenStarted(beside);
    const failure = { status: 503, sent: 'something', retryAfterMs: 3000 } as const;
    await assert.rejects(
      send(beside.to, await fileCalled('busy.txt')),
      isTransferError('serverFailed', failure, { host: new URL(url).host, status: 503 }),
    );
  });

  it('that are gone fail alone', async () => {
    const url = await serve(answering('none', () => undefined));
    using beside = begun({ kind: 'raw', url });
    await whenStarted(beside);
    const gone = await fileCalled('gone.txt');
    const file = { ...gone, source: { ...gone.source, id: `${gone.source.id}.not` } };
    await assert.rejects(send(beside.to, file), isProblem('fileNotFound', { file: 'gone.txt' }));
    assert.deepEqual(await send(beside.to, gone), [{ url: `${url}gone.txt` }]);
  });

  it('are cancelled with their connection', async () => {
    const arrived = Promise.withResolvers<Socket>();
    const url = await serve(answering('slow.txt', (request) => arrived.resolve(request.socket)));
    using beside = begun({ kind: 'raw', url });
    await whenStarted(beside);
    const cancel = new AbortController();
    const sent = send(beside.to, await fileCalled('slow.txt'), { ...quiet, signal: cancel.signal });
    const socket = await arrived.promise;
    const closed = once(socket, 'close');
    cancel.abort();
    await assert.rejects(sent, { name: 'AbortError' });
    await closed;
  });

  it('are told with their secrets masked, which are asked for here', async () => {
    const url = await serve(
      answering('told.txt', (request, response) => {
        response.writeHead(400, { 'content-type': 'application/problem+json' });
        request
          .resume()
          .on('end', () => response.end(JSON.stringify({ title: `no ${String(request.headers['x-me'])}` })));
      }),
    );
    const headers = { 'x-me': 'me ${secret:KEY}' };
    using beside = begun({ kind: 'raw', url, headers }, { secrets: { KEY: 'opensesame' } });
    await whenStarted(beside);
    await assert.rejects(
      send(beside.to, await fileCalled('told.txt')),
      isTransferError('refusedByServer', { status: 400 }, { reason: ': no me ***' }),
    );
    assert.equal(beside.mask.mask('opensesame'), '***');
    assert.ok(!beside.direct.includes('told.txt'));
  });

  it('fail where a secret is missing', async () => {
    const url = await serve(answering('none', () => undefined));
    const headers = { 'x-me': '${secret:KEY}' };
    const secrets = { KEY: 'opensesame' };
    const mutable: Record<string, string> = secrets;
    using beside = begun({ kind: 'raw', url, headers }, { secrets: mutable });
    await whenStarted(beside);
    delete mutable['KEY'];
    await assert.rejects(send(beside.to, await fileCalled('a.txt')), isProblem('secretMissing', { name: 'KEY' }));
  });

  it('may have arrived when the thread fell over; those after them go in the usual way', async () => {
    const url = await serve(answering('last.txt', () => undefined));
    using beside = begun({ kind: 'form', url }, { from: falling });
    await whenStarted(beside);
    await assert.rejects(
      send(beside.to, await fileCalled('last.txt')),
      isTransferError('connectionLost', { sent: 'something' }, { host: new URL(url).host }),
    );
    await send(beside.to, await fileCalled('next.txt'));
    assert.equal(beside.direct.at(-1), 'next.txt');
    using again = beside.again.begin(beside.usual, selection);
    assert(again);
    await whenStarted({ ...beside, to: again });
  });

  it('go in the usual way where there is no thread', async () => {
    const url = await serve(answering('none', () => undefined));
    using beside = begun({ kind: 'raw', url }, { from: new URL('missing.js', script) });
    const services = { sniffer, beside: beside.again, queue: new TransferQueue() };
    const outcomes = await upload(selection, beside.usual, services, { signal });
    assert(outcomes.every(({ status }) => status === 'uploaded'));
    assert.equal(beside.direct.length, count);
  });

  it('go in the usual way where the thread cannot read them, they are large, or a bandwidth is kept to', async () => {
    const url = await serve(answering('none', () => undefined));
    using beside = begun({ kind: 'raw', url });
    await whenStarted(beside);
    const { direct, to } = beside;
    const usual = direct.length;
    await send(to, plannedBytes('in memory', 'memory.txt'));
    await send(to, await fileCalled('large.txt', 'x'.repeat(600_000)));
    const pace = { piece: 1000, wait: () => Promise.resolve() };
    await send(to, await fileCalled('paced.txt'), { ...quiet, pace });
    assert.deepEqual(direct.slice(usual), ['memory.txt', 'large.txt', 'paced.txt']);
  });

  it('have no thread where they are few, several go together, or one may replace another', () => {
    const services = { secrets: { get: () => Promise.resolve(undefined) }, mask: new SecretMask() };
    const begin = (profile: FormProfile | RawProfile, of = selection) =>
      new SmallFileSender(script).to({ name: 'test', profile }, services).begin(destinationOf(profile), of);
    const url = 'http://127.0.0.1:1/';
    assert.equal(begin({ kind: 'form', url }, selection.slice(0, 100)), undefined);
    assert.equal(begin({ kind: 'form', url, filesPerRequest: 2 }), undefined);
    assert.equal(begin({ kind: 'raw', url: `${url}\${sha256}` }), undefined);
  });

  it('keep no process alive', async () => {
    const url = await serve(answering('none', () => undefined));
    const run = fileURLToPath(new URL('besideRun.ts', import.meta.url));
    const files = Array.from({ length: count }, (_, index) => `${index}.png`);
    const args = ['--no-warnings', run, fileURLToPath(bundle), url, ...files];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: bench.folder });
    assert.equal(stdout, String(count));
  });
});
