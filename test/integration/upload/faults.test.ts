import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdtemp, open, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import {
  destinationOf,
  freePort,
  isProblem,
  isTransferError,
  listen,
  planned,
  plannedBytes,
  quiet,
  signal,
  type Listening,
} from './given.ts';

const mebibyte = 1024 * 1024;
const created = 'HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n';

/** Both ways to send, as each takes its own path through the HTTP client. */
const kinds: Pick<FormProfile | RawProfile, 'kind'>['kind'][] = ['form', 'raw'];

for (const kind of kinds) {
  describe(`a ${kind} upload`, () => {
    let folder: string;
    let server: Listening | undefined;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'porter-'));
    });
    afterEach(async () => {
      await server?.close();
      server = undefined;
      await rm(folder, { recursive: true });
    });

    const start = async (onConnection: (socket: Socket) => void): Promise<string> => {
      server = await listen(onConnection);
      return server.url;
    };

    async function plannedFile(size: number): Promise<PlannedFile> {
      await writeFile(join(folder, 'file'), '');
      await truncate(join(folder, 'file'), size);
      return planned(await fileSource(join(folder, 'file'), 'file', signal));
    }

    it('to a port where nothing listens says so, and that nothing was sent', async () => {
      const port = await freePort();
      const destination = destinationOf({ kind, url: `http://127.0.0.1:${port}/` });
      await assert.rejects(
        destination.send([plannedBytes('x')], quiet),
        isTransferError(
          'connectionRefused',
          { networkCode: 'ECONNREFUSED', sent: 'nothing' },
          { host: `127.0.0.1:${port}` },
        ),
      );
    });

    it('to a host by a name with several addresses says the same', async () => {
      const destination = destinationOf({ kind, url: `http://localhost:${await freePort()}/` });
      await assert.rejects(
        destination.send([plannedBytes('x')], quiet),
        isTransferError('connectionRefused', { networkCode: 'ECONNREFUSED', sent: 'nothing' }),
      );
    });

    it('to a name that there is none of says so, and that nothing was sent', async () => {
      const destination = destinationOf({ kind, url: 'http://porter.invalid/' });
      await assert.rejects(
        destination.send([plannedBytes('x')], quiet),
        isTransferError('hostNotFound', { sent: 'nothing' }, { host: 'porter.invalid' }),
      );
    });

    it('over TLS to a server that speaks none says so', async () => {
      const url = await start((socket) => socket.end(created));
      const destination = destinationOf({ kind, url: url.replace('http:', 'https:') });
      await assert.rejects(
        destination.send([plannedBytes('x')], quiet),
        isTransferError('answerInvalid', { sent: 'nothing' }, { reason: 'it does not speak TLS' }),
      );
    });

    it('to a server that speaks no HTTP says so', async () => {
      const url = await start((socket) => socket.once('data', () => socket.end('220 mail.test ESMTP\r\n')));
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('answerInvalid', {}, { reason: 'it is not HTTP/1.1' }),
      );
    });

    it('that is reset in the middle says that the connection broke off', async () => {
      const url = await start((socket) => {
        let got = 0;
        socket.on('data', ({ length }) => (got += length) > mebibyte && socket.resetAndDestroy());
      });
      await assert.rejects(
        destinationOf({ kind, url }).send([await plannedFile(50 * mebibyte)], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
    });

    it('that is closed in the middle says that the connection broke off', async () => {
      const url = await start((socket) => {
        let got = 0;
        socket.on('data', ({ length }) => (got += length) > mebibyte && socket.pause().end());
      });
      await assert.rejects(
        destinationOf({ kind, url }).send([await plannedFile(50 * mebibyte)], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
    });

    it('whose answer misses its last chunk has not succeeded', async () => {
      const url = await start((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 201 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n')),
      );
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
    });

    it('that is closed instead of answered says that the connection broke off', async () => {
      const url = await start((socket) => socket.once('data', () => socket.end()));
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
    });

    it('that is closed in the middle of the answer has not succeeded', async () => {
      const url = await start((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 201 OK\r\ncontent-length: 9\r\n\r\nhalf')),
      );
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
    });

    it('to a server that says nothing ends after the timeout', async () => {
      const url = await start((socket) => socket.resume());
      await assert.rejects(
        destinationOf({ kind, url, timeout: 0.2 }).send([plannedBytes('x')], quiet),
        isTransferError('timedOut', { networkCode: 'ETIMEDOUT', sent: 'something' }, { seconds: 0.2 }),
      );
    });

    it('to a server that stops reading ends after the timeout', async () => {
      const url = await start((socket) => socket.pause());
      await assert.rejects(
        destinationOf({ kind, url, timeout: 0.2 }).send([await plannedFile(50 * mebibyte)], quiet),
        isTransferError('timedOut', { sent: 'something' }),
      );
    });

    it('to a server that stops in the middle of its answer ends after the timeout', async () => {
      const url = await start((socket) =>
        socket.once('data', () => socket.write('HTTP/1.1 201 OK\r\ncontent-length: 9\r\n\r\nhalf')),
      );
      await assert.rejects(
        destinationOf({ kind, url, timeout: 0.2 }).send([plannedBytes('x')], quiet),
        isTransferError('timedOut', { sent: 'something' }),
      );
    });

    it('that is slow but moves does not time out', async () => {
      const timeout = 1.5;
      const began = performance.now();
      const size = 64 * mebibyte;
      const url = await start((socket) => {
        let got = 0;
        // It is the time that is tested: some 16 MiB a second, so that what the kernel holds at the end is soon read.
        const timer = setInterval(() => socket.resume(), 20);
        let allowed = 0;
        socket.on('data', ({ length }) => {
          got += length;
          if (got >= size) socket.write(created);
          if (got < allowed) return;
          allowed = got + mebibyte / 3;
          socket.pause();
        });
        socket.on('close', () => clearInterval(timer));
      });
      await destinationOf({ kind, url, timeout }).send([await plannedFile(size)], quiet);
      assert.ok(performance.now() - began > 2 * timeout * 1000);
    });

    for (const [happens, make] of Object.entries({
      grows: (path: string) => appendFile(path, 'more'),
      shrinks: (path: string) => truncate(path, mebibyte),
      'is rewritten': async (path: string) => {
        await using file = await open(path, 'r+');
        await file.write('other');
      },
    })) {
      it(`of a file that ${happens} meanwhile fails, and the server gets less than was announced`, async () => {
        let got = 0;
        const closed = Promise.withResolvers<unknown>();
        const url = await start((socket) => {
          socket.on('data', ({ length }) => (got += length)).on('close', closed.resolve);
        });
        const size = 20 * mebibyte;
        const file = await plannedFile(size);
        let change: Promise<void> | undefined;
        const onBytes = () => {
          change ??= make(join(folder, 'file'));
        };
        await assert.rejects(destinationOf({ kind, url }).send([file], { signal, onBytes }), {
          name: 'Problem',
          code: 'fileChanged',
        });
        await closed.promise;
        assert.ok(got < size, `${got} of ${size} bytes`);
      });
    }

    it('of a file that cannot be read to its end fails with that, and the server gets less than was announced', async () => {
      let got = 0;
      const closed = Promise.withResolvers<unknown>();
      const url = await start((socket) => {
        socket.on('data', ({ length }) => (got += length)).on('close', closed.resolve);
      });
      const { source, ...file } = await plannedFile(20 * mebibyte);
      async function* damaged() {
        yield await Promise.resolve(Buffer.alloc(mebibyte));
        throw new Problem('fileUnreadable', { file: 'file', reason: 'i/o error' });
      }
      await assert.rejects(
        destinationOf({ kind, url }).send([{ ...file, source: { ...source, open: damaged } }], quiet),
        isProblem('fileUnreadable', { reason: 'i/o error' }),
      );
      await closed.promise;
      assert.ok(got < 20 * mebibyte, `${got} bytes`);
    });

    /** A server that stores the second request on its first connection, and resets that before it answers. */
    async function startForgetful(): Promise<{ url: string; stored: string[] }> {
      const stored: string[] = [];
      let connections = 0;
      const url = await start((socket) => {
        const isFirst = ++connections === 1;
        let requests = 0;
        socket.on('data', (chunk) => {
          stored.push(/one|two/.exec(chunk.toString())?.[0] ?? '');
          if (isFirst && ++requests > 1) socket.resetAndDestroy();
          else socket.write(created);
        });
      });
      return { url, stored };
    }

    it('as POST is not sent twice over a connection that was kept open: the server may have it', async () => {
      const { url, stored } = await startForgetful();
      const destination = destinationOf({ kind, url, method: 'POST' });
      await destination.send([plannedBytes('one')], quiet);
      await assert.rejects(
        destination.send([plannedBytes('two')], quiet),
        isTransferError('connectionLost', { sent: 'something' }),
      );
      assert.deepEqual(stored, ['one', 'two']);
    });

    for (const safe of [{ method: 'PUT' }, { method: 'POST', retryUnsafe: true }] as const) {
      it(`as ${safe.method} that may go twice goes once more when a connection that was kept open has just been closed`, async () => {
        const { url, stored } = await startForgetful();
        const destination = destinationOf({ kind, url, ...safe });
        await destination.send([plannedBytes('one')], quiet);
        await destination.send([plannedBytes('two')], quiet);
        assert.deepEqual(stored, ['one', 'two', 'two']);
      });
    }

    it('is not sent once more over a new connection', async () => {
      let connections = 0;
      const url = await start((socket) => {
        connections++;
        socket.once('data', () => socket.resetAndDestroy());
      });
      await assert.rejects(destinationOf({ kind, url }).send([plannedBytes('x')], quiet));
      assert.equal(connections, 1);
    });

    it('uses one connection for one file after the other', async () => {
      let connections = 0;
      const url = await start((socket) => {
        connections++;
        socket.on('data', () => socket.write(created));
      });
      const destination = destinationOf({ kind, url });
      for (let times = 0; times < 3; times++) await destination.send([plannedBytes('x')], quiet);
      assert.equal(connections, 1);
    });

    describe('that is cancelled', () => {
      /** Sends the file, cancels when `ready` says so, and checks that all is gone soon after. */
      async function checkCancel(url: string, file: PlannedFile, ready: Promise<Socket | undefined>): Promise<void> {
        const before = await descriptors();
        const controller = new AbortController();
        const options = { signal: controller.signal, onBytes: () => undefined };
        const sending = assert.rejects(destinationOf({ kind, url }).send([file], options), { name: 'AbortError' });
        const peer = await ready;
        const closed = peer && once(peer, 'close');
        const cancelled = performance.now();
        controller.abort();
        await sending;
        peer?.resume();
        await closed;
        const took = performance.now() - cancelled;
        assert.ok(took < 250, `${took} ms`);
        assert.deepEqual(await descriptors(), before);
      }

      it('while it is sent closes the socket and the file within 250 ms', async () => {
        const sent = Promise.withResolvers<Socket>();
        const url = await start((socket) => socket.once('data', () => sent.resolve(socket.pause())));
        await checkCancel(url, await plannedFile(50 * mebibyte), sent.promise);
      });

      it('while it waits for the answer closes the socket within 250 ms', async () => {
        const sent = Promise.withResolvers<Socket>();
        const url = await start((socket) => socket.once('data', () => sent.resolve(socket)));
        await checkCancel(url, plannedBytes('x'), sent.promise);
      });

      it('while it connects stops connecting within 250 ms', async () => {
        // RFC 5737: an address at which nobody answers.
        const connecting = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
        await checkCancel('http://192.0.2.1/', plannedBytes('x'), connecting);
      });

      it('before it began sends nothing', async () => {
        let connections = 0;
        const url = await start(() => connections++);
        await assert.rejects(
          destinationOf({ kind, url }).send([plannedBytes('x')], { ...quiet, signal: AbortSignal.abort() }),
          { name: 'AbortError' },
        );
        assert.equal(connections, 0);
      });
    });
  });
}

/** What this process has open but pipes and the like, and sockets that this side accepted. */
async function descriptors(): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  const handles = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'ConnectWrap');
  return [...(await Promise.all(links)).filter((link) => link.includes('porter-')), ...handles].toSorted();
}
