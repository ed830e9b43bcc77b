import assert from 'node:assert/strict';
import { destinationOf, isTransferError, listen, plannedBytes, quiet } from './given.ts';
import { created, faultBench, kinds } from './faultBench.ts';

for (const kind of kinds) {
  describe(`a ${kind} upload`, () => {
    const { start } = faultBench();

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

    it('that a closing connection took has been sent, also when the server is away afterwards', async () => {
      let requests = 0;
      const { server, url } = await listen((socket) => {
        socket.on('data', () => {
          if (++requests === 1) socket.write(created);
          else {
            server.close();
            socket.resetAndDestroy();
          }
        });
      });
      const destination = destinationOf({ kind, url, method: 'PUT' });
      await destination.send([plannedBytes('one')], quiet);
      await assert.rejects(
        destination.send([plannedBytes('two')], quiet),
        isTransferError('connectionRefused', { sent: 'something' }),
      );
    });

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
  });
}
