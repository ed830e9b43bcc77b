import assert from 'node:assert/strict';
import type { PlannedFile } from '../../../src/core/model.ts';
import { destinationOf, freePort, isTransferError, plannedBytes, quiet } from './given.ts';
import { created, faultBench, kinds, mebibyte } from './faultBench.ts';

for (const kind of kinds) {
  describe(`a ${kind} upload`, () => {
    const { start, plannedFile } = faultBench();

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
        isTransferError('tlsUnspoken', { sent: 'nothing' }),
      );
    });

    it('to a server that speaks no HTTP says so', async () => {
      const url = await start((socket) => socket.once('data', () => socket.end('220 mail.test ESMTP\r\n')));
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('answerInvalid', {}, { reason: 'it is not HTTP/1.1' }),
      );
    });

    it('whose answer has too many headers says so', async () => {
      const head = `HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`;
      const url = await start((socket) => socket.once('data', () => socket.end(head)));
      await assert.rejects(
        destinationOf({ kind, url }).send([plannedBytes('x')], quiet),
        isTransferError('answerInvalid', {}, { reason: 'its headers are too long' }),
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

    it('to a server that stops reading ends soon after the timeout', async () => {
      const stopsReading = await start((socket) => socket.pause());
      const saysNothing = await start((socket) => socket.resume());
      const ended: string[] = [];
      const send = async (name: string, url: string, timeout: number, file: PlannedFile) => {
        await assert.rejects(destinationOf({ kind, url, timeout }).send([file], quiet), isTransferError('timedOut'));
        ended.push(name);
      };
      await Promise.all([
        send('1 s', stopsReading, 1, await plannedFile(50 * mebibyte)),
        send('1.7 s', saysNothing, 1.7, plannedBytes('x')),
      ]);
      assert.deepEqual(ended, ['1 s', '1.7 s']);
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
  });
}
