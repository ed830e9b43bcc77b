import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { announceReceiver, findRunningReceiver } from '../../../src/receiver/serveState.ts';
import { Bench, never } from './setup.ts';

describe('receiver: found by other commands', () => {
  let bench: Bench;
  let states: string;
  beforeEach(async () => {
    bench = await Bench.open();
    states = join(bench.folder, 'state', 'serve');
  });
  afterEach(() => bench.close());

  it('is found while it runs, and not after it took back its announcement', async () => {
    assert.equal(await findRunningReceiver(states, never), undefined);
    const receiver = await bench.start();
    const withdraw = await announceReceiver(receiver, states, never);
    const { url, token, folder, proofKey } = receiver;
    assert.deepEqual(await findRunningReceiver(states, never), { url, token, folder, proofKey, pid: process.pid });
    await withdraw();
    assert.equal(await findRunningReceiver(states, never), undefined);
    assert.deepEqual(await readdir(states), []);
  });

  it('is written so that nobody else can read it', async () => {
    const receiver = await bench.start();
    await announceReceiver(receiver, states, never);
    assert.equal((await stat(join(states, `${receiver.port}.json`))).mode & 0o777, 0o600);
    assert.equal((await stat(states)).mode & 0o777, 0o700);
    assert.equal((await readdir(states)).length, 1);
  });

  it('is the one that was started last, and the other one again when that stops', async () => {
    const [first, second] = [await bench.start(), await bench.start({ token: null })];
    await announceReceiver(first, states, never);
    const withdraw = await announceReceiver(second, states, never);
    await utimes(join(states, `${first.port}.json`), 1, 1);
    assert.equal((await findRunningReceiver(states, never))?.url, second.url);
    assert.equal((await findRunningReceiver(states, never))?.token, null);
    await withdraw();
    assert.equal((await findRunningReceiver(states, never))?.url, first.url);
  });

  it('is forgotten when it crashed and nothing listens there', async () => {
    const receiver = await bench.start();
    await announceReceiver(receiver, states, never);
    await receiver.close();
    assert.equal(await findRunningReceiver(states, never), undefined);
    assert.deepEqual(await readdir(states), []);
  });

  it('is not taken for another program on its port, which gets to see neither token nor key', async () => {
    const requests: string[] = [];
    const impostor = createServer((request, response) => {
      requests.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`);
      response.end('{"proof":"no"}'.repeat(100_000));
    });
    impostor.listen(0, '127.0.0.1');
    await once(impostor, 'listening');
    try {
      const { port } = impostor.address() as AddressInfo;
      const receiver = await bench.start();
      await announceReceiver({ ...receiver, port, url: `http://127.0.0.1:${port}` }, states, never);
      assert.equal(await findRunningReceiver(states, never), undefined);
      assert.equal(requests.length, 1);
      assert.ok(!requests.join().includes(receiver.token ?? ''));
      assert.ok(!requests.join().includes(receiver.proofKey));
    } finally {
      impostor.closeAllConnections();
      impostor.close();
    }
  });

  it('is not found through a state that is damaged or points elsewhere', async () => {
    const receiver = await bench.start();
    await announceReceiver(receiver, states, never);
    const good = await readFile(join(states, `${receiver.port}.json`), 'utf8');
    const bad = ['', '{', '[]', '{"url":1}', good.replace('127.0.0.1', 'example.org'), good.slice(0, -5)];
    for (const content of bad) {
      await writeFile(join(states, `${receiver.port}.json`), content);
      assert.equal(await findRunningReceiver(states, never), undefined, content);
    }
  });
});
