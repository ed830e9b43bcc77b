import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { finished, Porter, recordsOf } from './porter.ts';

describe('porter upload that is stopped', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
    await writeFile(join(porter.folder, 'a.txt'), 'hello');
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    for (const [method, how, status] of [
      ['PUT', '--raw', 'cancelled'],
      ['POST', '--raw', 'unknown'],
      ['POST', '--field=file', 'unknown'],
    ] as const) {
      it(`stops cleanly on ${signal}, and says that a ${method} (${how}) under way is ${status}`, async () => {
        await writeFile(join(porter.folder, 'b.txt'), 'not begun');
        // Takes all of the file, and does not answer.
        const taken = Promise.withResolvers<undefined>();
        const server = createServer((request) => request.on('end', () => taken.resolve(undefined)).resume());
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const to = ['--url', `http://127.0.0.1:${port}/x`, '--method', method, how, '--concurrency', '1'];
        const child = porter.start(['upload', 'a.txt', 'b.txt', ...to, '--json']);
        const ended = finished(child);
        await taken.promise;
        child.kill(signal);
        const { code, stdout, stderr } = await ended;
        assert.equal(code, exitCode, stderr);
        const records = recordsOf(stdout).map(({ file, status }) => `${file} ${status}`);
        assert.deepEqual(records.toSorted(), [`a.txt ${status}`, 'b.txt cancelled']);
        const unfinished = status === 'cancelled' ? 2 : 1;
        const told = new RegExp(`^Stopped before ${unfinished} of 2 files had ended\\.$`, 'm');
        if (signal === 'SIGTERM') assert.match(stderr, told);
        server.closeAllConnections();
        server.close();
      });
    }
  }

  it('stops as cleanly before it has begun to upload', async () => {
    const config = join(porter.folder, 'pipe.json');
    execFileSync('mkfifo', [config]);
    const child = porter.start(['upload', 'a.txt', '--config', config]);
    const ended = finished(child);
    // Opens when the other side does: now it reads its configuration.
    const writing = await open(config, 'w');
    child.kill('SIGINT');
    // What is read may be there before the signal is: it goes on until that has come.
    while (child.exitCode === null && child.signalCode === null) await writing.write(' ').catch(() => undefined);
    await writing.close();
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout, stderr], [130, '', '']);
  });

  it('ends without a word when whoever reads its output has left', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => writeFile(join(porter.folder, `${i}.log`), 'x')));
    const child = porter.start(['upload', '*.log', '--json']);
    const ended = finished(child);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr], [130, '']);
  });

  for (const how of [['--json'], ['--allow=*/*'], ['--dry-run', '--url', 'http://127.0.0.1:1/']]) {
    it(`ends with a sentence when standard output is a full disk, with ${how.join(' ')}`, async () => {
      const full = ['sh', '-c', 'exec "$@" >/dev/full', 'sh'];
      const { code, stderr } = await finished(porter.startBy(full, ['upload', 'a.txt', ...how]));
      assert.equal(code, 1);
      assert.match(stderr, /^Standard output takes no more \(no space left on device\), so Porter stopped\./m);
      assert.doesNotMatch(stderr, /^ +at |Error/m);
    });
  }
});
