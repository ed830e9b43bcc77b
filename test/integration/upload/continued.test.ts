import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { Outcome, PlannedFile } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import type { ReceiverProfile } from '../../../src/core/profile/profile.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { receiverDestination, type ReceiverAddress } from '../../../src/node/destinations/createDestination.ts';
import { digests } from '../../../src/node/files/digest.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { findRunningReceiver } from '../../../src/receiver/serveState.ts';
import { startReceiver, type Receiver, type ReceiverOptions } from '../../../src/receiver/startReceiver.ts';
import { finished, Porter } from '../cli/porter.ts';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { bytesOf, destinationOf, planned, signal } from './given.ts';

const mebibyte = 1024 * 1024;

describe('An upload that was interrupted', () => {
  let folder: string;
  let queue: TransferQueue;
  const receivers: Receiver[] = [];
  const servers: TusServer[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-continued-'));
    queue = new TransferQueue({ sessions: sessionStore(join(folder, 'sessions')), random: () => 0.5 });
  });

  afterEach(async () => {
    await queue[Symbol.asyncDispose]();
    for (const server of servers.splice(0)) await server.close();
    for (const receiver of receivers.splice(0)) await receiver.close();
    await rm(folder, { recursive: true });
  });

  const received = () => join(folder, 'received');
  const log: string[] = [];
  const uploads = () => log.filter((line) => !line.startsWith('GET'));

  async function start(options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
    log.length = 0;
    const receiver = await startReceiver({ folder: received(), log: (line) => log.push(line), ...options }, signal);
    receivers.push(receiver);
    return receiver;
  }

  function to(
    address: ReceiverAddress,
    profile: Partial<ReceiverProfile> = {},
    find?: Parameters<typeof receiverDestination>[4],
  ): Destination {
    const services = { secrets: { get: () => Promise.resolve(undefined) }, env: {}, mask: new SecretMask(), digests };
    return receiverDestination('receiver', { kind: 'receiver', ...profile }, address, services, find);
  }

  async function fileOf(bytes: Buffer, name = 'film.bin'): Promise<PlannedFile> {
    await writeFile(join(folder, name), bytes);
    return planned(await fileSource(join(folder, name), name, signal));
  }

  /** Uploads the file; `at` is called once, when so many bytes have gone. */
  async function send(
    file: PlannedFile,
    destination: Destination,
    bytes = Infinity,
    at?: () => void,
  ): Promise<Outcome> {
    let isCalled = false;
    const [outcome] = await queue.transfer([file], destination, {
      signal,
      onProgress: ({ bytesDone }) => {
        if (bytesDone < bytes || isCalled) return;
        isCalled = true;
        at?.();
      },
    });
    assert.ok(outcome);
    return outcome;
  }

  async function requireStored(outcome: Outcome, bytes: Buffer): Promise<void> {
    assert.equal(outcome.status, 'uploaded', outcome.status === 'failed' ? outcome.problem.message : '');
    assert.ok((await readFile(outcome.storedPath ?? '')).equals(bytes));
    const response = await fetch(outcome.url ?? '');
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
  }

  it('is none while all goes well: the receiver gets small files by form and large ones by tus', async () => {
    const destination = to(await start());
    const [small, large] = [bytesOf(8 * mebibyte - 1), bytesOf(70 * mebibyte)];
    await requireStored(await send(await fileOf(small, 'small.bin'), destination), small);
    assert.deepEqual(uploads(), ['POST / 201']);
    log.length = 0;
    await requireStored(await send(await fileOf(large), destination), large);
    assert.deepEqual(uploads(), ['POST /tus/… 201', 'PATCH /tus/… 204', 'PATCH /tus/… 204']);
    assert.deepEqual(await readdir(join(received(), '.uploads')), []);
  });

  for (const how of ['head', 'download'] as const) {
    it(`is checked by ${how} at the receiver, however it came there`, async () => {
      const destination = to(await start(), { verify: how });
      for (const size of [1000, 9 * mebibyte]) {
        assert.equal((await send(await fileOf(bytesOf(size)), destination)).status, 'uploaded');
      }
      const method = how === 'head' ? 'HEAD' : 'GET';
      assert.deepEqual(
        log.filter((line) => line.startsWith(method)),
        [`${method} /f/… 200`, `${method} /f/… 200`],
      );
    });
  }

  it('goes on at another receiver over the same folder, at another port and with another token', async () => {
    const bytes = bytesOf(24 * mebibyte);
    const file = await fileOf(bytes);
    const first = await start();
    queue.bandwidthLimit = 16 * mebibyte;
    const failed = await send(file, to(first, { retries: 0 }), 16 * mebibyte, () => void first.close());
    assert.equal(failed.status, 'failed');
    queue.bandwidthLimit = Infinity;
    const second = await start({ port: 0 });
    assert.notEqual(second.port, first.port);
    const outcome = await send(file, to(second));
    await requireStored(outcome, bytes);
    assert.deepEqual(uploads(), ['HEAD /tus/… 200', 'PATCH /tus/… 204']);
    assert.ok(outcome.status === 'uploaded' && (outcome.resumedFrom ?? 0) > mebibyte);
  });

  it('starts over when the file was changed, and leaves nothing of the old one', async () => {
    const file = await fileOf(bytesOf(24 * mebibyte));
    const first = await start();
    queue.bandwidthLimit = 16 * mebibyte;
    await send(file, to(first, { retries: 0 }), 4 * mebibyte, () => void first.close());
    queue.bandwidthLimit = Infinity;
    const changed = bytesOf(24 * mebibyte).reverse();
    const outcome = await send(await fileOf(changed), to(await start()));
    await requireStored(outcome, changed);
    assert.ok(outcome.status === 'uploaded' && outcome.resumedFrom === undefined);
    await queue[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(join(received(), '.uploads')), []);
  });

  it('leaves nothing at the receiver when it is cancelled', async () => {
    const file = await fileOf(bytesOf(24 * mebibyte));
    const receiver = await start();
    const cancelling = new AbortController();
    queue.bandwidthLimit = 16 * mebibyte;
    const [outcome] = await queue.transfer([file], to(receiver), {
      signal: cancelling.signal,
      onProgress: ({ bytesDone }) => {
        if (bytesDone > 4 * mebibyte) cancelling.abort();
      },
    });
    assert.equal(outcome?.status, 'cancelled');
    await queue[Symbol.asyncDispose]();
    await receiver.close();
    assert.deepEqual(
      (await readdir(received())).filter((name) => name !== '.receiver.json'),
      ['.uploads'],
    );
    assert.deepEqual(await readdir(join(received(), '.uploads')), []);
  });

  it('goes on by itself when the receiver was killed and is there again, with what it had', async () => {
    await using porter = await Porter.open();
    const args = ['--dir', received(), '--token', 'secret'];
    const { child, url } = await porter.serve(args);
    const bytes = bytesOf(24 * mebibyte);
    let again: ReturnType<Porter['serve']> | undefined;
    queue.bandwidthLimit = 24 * mebibyte;
    const address = { url, token: 'secret', folder: received() };
    const destination = to(address, { retries: 20 });
    const outcome = await send(await fileOf(bytes), destination, 8 * mebibyte, () => {
      again = once(child, 'exit').then(() => porter.serve(args));
      child.kill('SIGKILL');
    });
    const second = await again;
    assert.equal(second?.url, url);
    await requireStored(outcome, bytes);
    const said = finished(second.child);
    second.child.kill('SIGTERM');
    assert.match((await said).stderr, /^HEAD \/tus\/… 200$/m);
    assert.doesNotMatch((await said).stderr, /POST/);
  });

  it('goes on by itself when the receiver was started again with another token', async () => {
    await using porter = await Porter.open();
    const args = ['--dir', received()];
    const states = join(porter.folder, '.state/porter/serve');
    const first = await porter.serve(args);
    const address = await findRunningReceiver(states, signal);
    assert.ok(address);
    const find = (signal: AbortSignal) => findRunningReceiver(states, signal, address.folder);
    const destination = to(address, { retries: 20 }, find);
    let again = Promise.resolve(first);
    const restart = async () => {
      const { child } = await again;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      return porter.serve(args);
    };
    const bytes = bytesOf(24 * mebibyte);
    queue.bandwidthLimit = 24 * mebibyte;
    const outcome = await send(await fileOf(bytes), destination, 8 * mebibyte, () => void (again = restart()));
    await again;
    await requireStored(outcome, bytes);
    // One that goes as a form.
    again = restart();
    await again;
    const small = bytesOf(1000);
    await requireStored(await send(await fileOf(small, 'small.bin'), destination), small);
  });

  it('goes on by itself when a tus server ended and is there again', async () => {
    const held = join(folder, 'tus');
    let patches = 0;
    let again: Promise<void> | undefined;
    const restart = async (): Promise<void> => {
      await first.close();
      servers.push(await startTusServer(held, { port: first.port }));
    };
    const first = await startTusServer(held, {
      onIncomingRequest: ({ method }) => {
        if (method === 'PATCH' && ++patches === 2) again = restart();
        return Promise.resolve();
      },
    });
    const bytes = bytesOf(4 * mebibyte);
    const outcome = await send(
      await fileOf(bytes),
      destinationOf({ kind: 'tus', url: first.url, partSize: mebibyte, retries: 20 }),
    );
    await again;
    const [second] = servers;
    assert.ok(second && outcome.status === 'uploaded');
    assert.ok((await readFile(second.pathOf(outcome.url ?? ''))).equals(bytes));
    assert.ok(!second.requests.some(({ method }) => method === 'POST'));
    assert.equal((await second.uploads()).length, 1);
  });
});
