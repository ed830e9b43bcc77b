import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { usualRetries } from '../../../src/core/transfer/retryPolicy.ts';
import { finished, Porter, withFiles, type Run } from '../cli/porter.ts';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { onFullDisk } from '../sessions/fullDisk.ts';
import { bytesOf } from '../upload/given.ts';
import { FaultProxy } from './faultProxy.ts';

interface Line {
  readonly file: string;
  readonly status: string;
  readonly url?: string;
  readonly path?: string;
  readonly warnings?: readonly string[];
  readonly problem?: { readonly code: string; readonly message: string };
}

function lines({ stdout }: Run): Line[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

describe('Many files', () => {
  let porter: Porter;
  beforeEach(async () => {
    porter = await Porter.open();
    await mkdir(join(porter.folder, 'many'));
  });
  afterEach(() => porter[Symbol.asyncDispose]());

  async function makeFiles(count: number, contentOf: (number: number) => Buffer | string): Promise<readonly string[]> {
    const names = Array.from({ length: count }, (_, number) => `many/${String(number).padStart(5, '0')}.bin`);
    for (const [number, name] of names.entries()) await writeFile(join(porter.folder, name), contentOf(number));
    return names;
  }

  describe('to a server that takes each by a request', () => {
    let server: Server;
    let stored: Map<string, string>;
    let isHit: (name: string) => boolean;
    beforeEach(async () => {
      stored = new Map();
      isHit = () => false;
      server = createServer((request, response) => {
        const name = (request.url ?? '').slice(1);
        let body = '';
        request.setEncoding('latin1').on('data', (text: string) => (body += text));
        request.on('end', () => {
          if (isHit(name)) {
            request.socket.destroy();
            return;
          }
          stored.set(`many/${name}`, body);
          response.writeHead(201).end();
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      await configure({ web: { kind: 'raw', url: `http://127.0.0.1:${port}/` } });
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('of which a tenth always fails: exactly those fail, 500 files, eight at a time', async () => {
      const names = await makeFiles(500, (number) => `file ${number}`);
      isHit = (name) => name.endsWith('7.bin');
      const run = await upload('--concurrency', '8', '--retries', '1');
      assert.equal(run.code, 1);
      const failed = lines(run).filter(({ status }) => status !== 'uploaded');
      assert.deepEqual(
        failed.map(({ file, status, problem }) => [file, status, problem?.code]).toSorted(),
        names.filter((name) => name.endsWith('7.bin')).map((name) => [name, 'unknown', 'allUnanswered']),
      );
      assert.equal(failed.length, 50);
      assert.equal(lines(run).filter(({ status }) => status === 'uploaded').length, 450);
      for (const [number, name] of names.entries()) {
        assert.equal(stored.get(name), name.endsWith('7.bin') ? undefined : `file ${number}`);
      }
    });

    it('arrive where a process may open only 64 files, however many are to be sent at a time', async () => {
      await makeFiles(300, (number) => `file ${number}`);
      const withFewFiles = async (...flags: string[]) => {
        stored.clear();
        const args = ['upload', 'many', '--to', 'web', '--json', '--retries', '0', ...flags];
        const run = await finished(porter.startBy(withFiles(64), args, { PORTER_CONFIG: 'config.json' }));
        assert.equal(run.code, 0, run.stdout + run.stderr);
        assert.equal(stored.size, 300);
      };
      await withFewFiles();
      await withFewFiles('--concurrency', '100');
    });

    it('arrive with little memory', async () => {
      await makeFiles(5000, (number) => `file ${number}`);
      const run = await upload({ NODE_OPTIONS: '--max-old-space-size=64' });
      assert.equal(run.code, 0, run.stderr);
      assert.equal(stored.size, 5000);
    });
  });

  describe('to a receiver', () => {
    it('all arrive when it is ended by SIGTERM in the middle and started anew', async () => {
      await makeFiles(300, (number) => `file ${number}`);
      await configure({ web: { kind: 'receiver', retries: 20 } });
      const received = ['--dir', join(porter.folder, 'received')];
      const { child } = await porter.serve(received);
      const restarted = new Promise<void>((resolve, reject) => {
        let log = '';
        child.stderr?.setEncoding('utf8').on('data', (text: string) => {
          const isEnding = isMiddle(log);
          if (isMiddle((log += text)) && !isEnding) child.kill('SIGTERM');
        });
        child.once('exit', () => void porter.serve(received).then(() => resolve(), reject));
      });
      const run = await upload('--concurrency', '8');
      await restarted;
      assert.equal(run.code, 0, run.stdout + run.stderr);
      const contents = await Promise.all(lines(run).map(({ path = '' }) => readFile(path, 'utf8')));
      assert.deepEqual(new Set(contents), new Set(Array.from({ length: 300 }, (_, number) => `file ${number}`)));
      assert.equal(contents.length, 300);
    });

    it('of this process arrive where it may open only 64 files', async () => {
      await makeFiles(200, (number) => `file ${number}`);
      const run = await finished(porter.startBy(withFiles(64), ['upload', 'many', '--json', '--concurrency', '40']));
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.equal(lines(run).length, 200);
    });

    const isMiddle = (log: string) => log.split('POST / 201').length > 50;
  });

  describe('to a server that takes each in parts', () => {
    const partSize = 16 * 1024;
    let server: TusServer;
    let onRequest: (count: number, method: string) => void;
    beforeEach(async () => {
      onRequest = () => undefined;
      server = await start();
      await configure({ web: { kind: 'tus', url: server.url, partSize } });
    });
    afterEach(() => server.close());

    function start(port = 0): Promise<TusServer> {
      let requests = 0;
      return startTusServer(join(porter.folder, 'server'), {
        port,
        onIncomingRequest: ({ method }) => {
          onRequest(++requests, method);
          return Promise.resolve();
        },
      });
    }

    async function requireAll(run: Run, count: number, content: Buffer): Promise<void> {
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.equal(lines(run).length, count);
      for (const { url } of lines(run)) assert.ok((await readFile(server.pathOf(url ?? ''))).equals(content));
    }

    it('all arrive when it is started anew in the middle', async () => {
      const content = bytesOf(3 * partSize);
      await makeFiles(60, () => content);
      const restarted = new Promise<void>((resolve, reject) => {
        onRequest = (count) => {
          if (count !== 100) return;
          const restart = async () => {
            const { port } = server;
            await server.close();
            server = await start(port);
          };
          restart().then(resolve, reject);
        };
      });
      const run = await upload('--concurrency', '8');
      await restarted;
      await requireAll(run, 60, content);
    });

    /** Hangs up on every request to the port, until one came more often than a request is repeated in a row usually. */
    async function hangUp(port: number): Promise<void> {
      const asked = new Map<string, number>();
      const { promise: isAskedOften, resolve } = Promise.withResolvers<undefined>();
      const away = createSocketServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (data) => {
          socket.resetAndDestroy();
          const [request = ''] = String(data).split(' HTTP/', 1);
          const count = (asked.get(request) ?? 0) + 1;
          asked.set(request, count);
          // Uploads are begun at one address.
          if (!request.startsWith('POST') && count > usualRetries) resolve(undefined);
        });
      });
      // A run that failed does not come that often.
      away.unref();
      away.listen(port, '127.0.0.1');
      await once(away, 'listening');
      await isAskedOften;
      away.close();
      await once(away, 'close');
    }

    it('all arrive when it is away in the middle for longer than others are waited for', async () => {
      const content = bytesOf(3 * partSize);
      await makeFiles(40, () => content);
      await using proxy = await FaultProxy.start(() => server.port);
      await configure({ web: { kind: 'tus', url: server.url.replace(`${server.port}`, `${proxy.port}`), partSize } });
      const wasAway = new Promise<void>((resolve, reject) => {
        let isAway = false;
        onRequest = (count, method) => {
          if (isAway || count < 60 || method !== 'PATCH') return;
          isAway = true;
          const goAway = async () => {
            await proxy.down();
            await hangUp(proxy.port);
            await proxy.up();
          };
          goAway().then(resolve, reject);
        };
      });
      const run = await upload('--concurrency', '8');
      await requireAll(run, 40, content);
      await wasAway;
    });

    it('arrive with a warning where no state can be kept: the disk is full', async () => {
      const content = bytesOf(3 * partSize);
      await makeFiles(3, () => content);
      await mkdir(join(porter.folder, '.state'));
      const args = ['upload', 'many', '--to', 'web', '--json'];
      const wrapper = onFullDisk(join(porter.folder, '.state'), []);
      const run = await finished(porter.startBy(wrapper, args, { PORTER_CONFIG: 'config.json' }));
      await requireAll(run, 3, content);
      for (const { warnings } of lines(run)) {
        assert.match(
          warnings?.join() ?? '',
          /its state cannot be kept \(\/[^ :]*: (?:no space left on device|file too large)\)/,
        );
      }
    });
  });

  function configure(destinations: object): Promise<void> {
    return writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
  }

  function upload(...flags: (string | Readonly<Record<string, string>>)[]): Promise<Run> {
    const env = flags.filter((flag) => typeof flag === 'object');
    const args = ['upload', 'many', '--to', 'web', '--json', ...flags.filter((flag) => typeof flag === 'string')];
    return porter.run(args, { PORTER_CONFIG: 'config.json', ...env[0] });
  }
});
