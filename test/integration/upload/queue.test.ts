import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Batch } from '../../../src/core/transfer/batch.ts';
import type { PlannedFile } from '../../../src/core/model.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { bytesOf, destinationOf, listen, plannedBytes, sha256Of, signal, type Listening } from './given.ts';

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe('the queue, over a network', () => {
  let server: Server | undefined;
  let silent: Listening | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    if (server?.close()) await once(server, 'close');
    server = undefined;
    await silent?.close();
    silent = undefined;
  });

  /** Takes everything; tells how many bytes had come at what time, and the checksum of each body. */
  async function receive() {
    const arrivals: { at: number; bytes: number }[] = [];
    const sums = new Map<string, string>();
    let bytes = 0;
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        arrivals.push({ at: performance.now(), bytes });
        chunks.push(chunk);
      });
      request.on('end', () => {
        sums.set(request.url ?? '', sha256Of(Buffer.concat(chunks)));
        response.writeHead(201).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, arrivals, sums };
  }

  for (const concurrency of [1, 2]) {
    it(`makes as many requests at once as the destination takes, and never more: ${concurrency}`, async () => {
      let open = 0;
      let most = 0;
      const received: ServerResponse[] = [];
      server = createServer((request, response) => {
        most = Math.max(most, ++open);
        request.resume().on('end', () => {
          if (received.push(response) < concurrency) return;
          open -= received.length;
          for (const held of received.splice(0)) held.writeHead(201).end();
        });
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const files = Array.from({ length: 8 }, (_, index) => plannedBytes(bytesOf(200_000), `${index}`));
      const to = destinationOf({ kind: 'raw', url, concurrency });
      const outcomes = await new TransferQueue({ concurrency: 4 }).transfer(files, to, { signal });
      assert.ok(outcomes.every(({ status }) => status === 'uploaded'));
      assert.equal(most, concurrency);
    });
  }

  it('lets no more bytes leave than the bandwidth limit says, over all batches, and all of them intact', async () => {
    const { url, arrivals, sums } = await receive();
    const queue = new TransferQueue();
    const limit = 2_000_000;
    queue.bandwidthLimit = limit;
    const bytes = bytesOf(1_000_000);
    const files = (name: string): PlannedFile[] => [
      plannedBytes(bytes, `${name}1`),
      plannedBytes(bytes.subarray(0, 400_000), `${name}2`),
    ];
    const started = performance.now();
    const outcomes = await Promise.all(
      ['a', 'b'].map((name) =>
        queue.transfer(files(name), destinationOf({ kind: 'raw', url: `${url}\${file}` }), { signal }),
      ),
    );
    assert.ok(outcomes.flat().every(({ status }) => status === 'uploaded'));
    assert.equal(sums.get('/a1'), sha256Of(bytes));
    assert.equal(sums.get('/b2'), sha256Of(bytes.subarray(0, 400_000)));
    assert.equal(arrivals.at(-1)?.bytes, 2_800_000);
    // What a tenth of a second of idleness leaves may be caught up with. Bytes that are read late came no later for it.
    for (const { at, bytes: come } of arrivals) {
      assert.ok(come <= limit * ((at - started) / 1000 + 0.1), `${come} bytes within ${at - started} ms`);
    }
  });

  it('ends within 250 ms when cancelled, and leaves no socket and no timer', async () => {
    const sockets: Socket[] = [];
    const closed: Promise<unknown>[] = [];
    const reading = Promise.withResolvers<undefined>();
    // Takes the connections, and nothing else: what is sent piles up.
    silent = await listen((socket) => {
      socket.pause();
      sockets.push(socket);
      closed.push(once(socket, 'close'));
      if (sockets.length === 8) reading.resolve(undefined);
    });
    const before = timers();
    const queue = new TransferQueue();
    const controller = new AbortController();
    const bytes = bytesOf(20_000_000);
    const files = Array.from({ length: 10 }, (_, place) => plannedBytes(bytes, `f${place}`));
    const transferring = queue.transfer(files, destinationOf({ kind: 'raw', url: `${silent.url}\${file}` }), {
      signal: controller.signal,
      onProgress: () => undefined,
    });
    await reading.promise;
    const took = await ownTime(async () => {
      controller.abort();
      await transferring;
      for (const socket of sockets) socket.resume();
      await Promise.all(closed);
    });
    assert.ok(took < 250, `${took} ms`);
    assert.ok((await transferring).every(({ status }) => status === 'cancelled'));
    assert.equal(sockets.length, 8);
    assert.equal(timers(), before);
  });

  it('takes no request for a silent one while the bandwidth limit holds it back', async () => {
    const { url, sums } = await receive();
    const queue = new TransferQueue();
    const timeout = 1.5;
    // Each has its turn after those of the others.
    queue.bandwidthLimit = 8_000;
    const bytes = bytesOf(12_000);
    const files = ['a', 'b', 'c', 'd'].map((name) => plannedBytes(bytes, name));
    const to = destinationOf({ kind: 'raw', url: `${url}\${file}`, timeout, retries: 0 });
    const outcomes = await queue.transfer(files, to, { signal });
    assert.ok(outcomes.every(({ status }) => status === 'uploaded'));
    assert.deepEqual([...new Set(sums.values())], [sha256Of(bytes)]);
  });

  it('sends no file twice when another of its request is cancelled while the answer is awaited', async () => {
    const forms: string[] = [];
    const received = Promise.withResolvers<undefined>();
    // Takes the form, and does not answer.
    server = createServer((request) => {
      request.setEncoding('latin1').on('data', (text: string) => {
        forms.push(text);
        if (text.endsWith('--\r\n')) received.resolve(undefined);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const files = [plannedBytes('first', 'a'), plannedBytes('second', 'b')];
    const batches: Batch[] = [];
    const transferring = new TransferQueue().transfer(
      files,
      destinationOf({ kind: 'form', url, filesPerRequest: 2, timeout: 2 }),
      { signal, onBatch: (batch) => void batches.push(batch) },
    );
    await received.promise;
    batches[0]?.cancel(files[0]);
    const outcomes = await transferring;
    assert.deepEqual(
      outcomes.map(({ file, status }) => `${file} ${status}`),
      ['a unknown', 'b unknown'],
    );
    assert.equal(forms.join('').match(/second/g)?.length, 1);
  });
});
