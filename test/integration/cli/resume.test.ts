import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sessionStore } from '../../../src/node/sessions/sessionStore.ts';
import { startTusServer, type TusServer } from '../servers/tusServer.ts';
import { bytesOf } from '../upload/given.ts';
import { finished, Porter, recordsOf, type Run } from './porter.ts';

const partSize = 256 * 1024;
const content = bytesOf(5 * partSize + 1234);

describe('porter resume', () => {
  let porter: Porter;
  let server: TusServer;
  /** Called with the number of each PATCH; what it returns holds that up. */
  let onPatch: (count: number) => Promise<void> | undefined;
  /** What it returns holds the creation of an upload up. */
  let onPost: () => Promise<void> | undefined;
  /** What it returns holds up throwing an upload away. */
  let onDelete: () => Promise<void> | undefined;
  /** What requests must carry; undefined: nothing. */
  let token: string | undefined;
  beforeEach(async () => {
    porter = await Porter.open();
    let patches = 0;
    onPatch = () => undefined;
    onPost = () => undefined;
    onDelete = () => undefined;
    token = undefined;
    server = await startTusServer(join(porter.folder, 'server'), {
      onIncomingRequest: async ({ method, headers }) => {
        const isRefused = token !== undefined && headers.get('authorization') !== `Bearer ${token}`;
        // What it throws is the answer.
        if (isRefused) throw Object.assign(new Error('no'), { status_code: 403, body: 'no' });
        if (method === 'PATCH') await onPatch(++patches);
        if (method === 'POST') await onPost();
        if (method === 'DELETE') await onDelete();
      },
    });
    await writeFile(join(porter.folder, 'a.bin'), content);
    await configure({ web: { kind: 'tus', url: server.url, partSize, timeout: 10 } });
  });
  afterEach(async () => {
    await porter[Symbol.asyncDispose]();
    await server.close();
  });

  function configure(destinations: object): Promise<void> {
    return writeFile(join(porter.folder, 'config.json'), JSON.stringify({ destinations }));
  }

  function porterWith(...args: string[]): Promise<Run> {
    return porter.run(args, { PORTER_CONFIG: 'config.json' });
  }

  /** An upload of which the server has the first three parts, and waits for ever in the next. */
  async function stuckUpload(
    ...given: (string | Readonly<Record<string, string>>)[]
  ): Promise<{ child: ChildProcess; ended: Promise<Run> }> {
    const stuck = new Promise<void>((resolve) => {
      onPatch = (count) => {
        if (count < 3) return undefined;
        resolve();
        return new Promise(() => undefined);
      };
    });
    const flags = given.filter((one) => typeof one === 'string');
    const env: Readonly<Record<string, string>> = Object.fromEntries([
      ['PORTER_CONFIG', 'config.json'],
      ...given.filter((one) => typeof one === 'object').flatMap((one) => Object.entries(one)),
    ]);
    const child = porter.start(['upload', 'a.bin', '--to', 'web', ...flags], env);
    const ended = finished(child);
    await stuck;
    onPatch = () => undefined;
    return { child, ended };
  }

  async function interruptedBy(
    signal: NodeJS.Signals,
    ...given: (string | Readonly<Record<string, string>>)[]
  ): Promise<Run> {
    const { child, ended } = await stuckUpload(...given);
    child.kill(signal);
    return ended;
  }

  async function requireWhole(url: string | undefined): Promise<void> {
    assert.ok((await readFile(server.pathOf(url ?? ''))).equals(content));
  }

  it('goes on after kill -9 where the server is, and tells so', async () => {
    await interruptedBy('SIGKILL');
    const before = server.requests.length;
    const run = await porterWith('resume', '--json');
    assert.equal(run.code, 0, run.stderr);
    const [line] = recordsOf(run.stdout);
    assert.deepEqual([line?.file, line?.status, line?.resumedFrom], ['a.bin', 'uploaded', 2 * partSize]);
    await requireWhole(line?.url);
    const sent = server.requests.slice(before).map(({ method }) => method);
    assert.deepEqual(
      sent.filter((method) => method === 'POST'),
      [],
    );
    assert.equal(sent.filter((method) => method === 'PATCH').length, 4);
    assert.match((await porterWith('resume')).stderr, /^No upload was interrupted\.$/m);
  });

  it('is not needed where the same upload is started again', async () => {
    await interruptedBy('SIGKILL');
    const { stderr, stdout } = await porterWith('upload', 'a.bin', '--to', 'web');
    assert.match(stderr, /Went on where it was interrupted: 524\.3 kB were there already\./);
    await requireWhole(stdout.trim().split(/ +/)[1]);
  });

  it('goes on after SIGTERM, which leaves the upload and says so', async () => {
    const stopped = await interruptedBy('SIGTERM');
    assert.equal(stopped.code, 143);
    assert.match(stopped.stderr, /Stopped before 1 of 1 files had ended\. “porter resume” goes on/);
    assert.deepEqual(
      server.requests.filter(({ method }) => method === 'DELETE'),
      [],
    );
    const run = await porterWith('resume');
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /Going on with 1 interrupted upload to “web”\./);
    assert.match(run.stdout, /^a\.bin {2}http/);
    await requireWhole(run.stdout.trim().split(/ +/)[1]);
  });

  it('is told when an upload failed that can be continued', async () => {
    await configure({ web: { kind: 'tus', url: server.url, partSize, retries: 0 } });
    onPatch = async (count) => {
      if (count === 3) await server.close();
    };
    const failed = await porterWith('upload', 'a.bin', '--to', 'web');
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /1 failed\n“porter resume” goes on with what can be continued\.\n$/);
    assert.deepEqual(
      recordsOf((await porterWith('resume', '--json')).stdout).map(({ status, continuable }) => [status, continuable]),
      [['failed', true]],
    );
  });

  it('is told after SIGTERM with the configuration that was given', async () => {
    await writeFile(join(porter.folder, "anna's.json"), await readFile(join(porter.folder, 'config.json')));
    const { stderr } = await interruptedBy('SIGTERM', '--config', "anna's.json");
    assert.match(stderr, /“porter resume --config 'anna'\\''s\.json'” goes on/);
  });

  it('is not told after SIGTERM when nothing was begun', async () => {
    const asked = new Promise<void>((resolve) => {
      onPost = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const child = porter.start(['upload', 'a.bin', '--to', 'web'], { PORTER_CONFIG: 'config.json' });
    const ended = finished(child);
    await asked;
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    assert.equal(code, 143);
    assert.match(stderr, /Stopped before 1 of 1 files had ended\.$/m);
  });

  it('checks afterwards what --verify says', async () => {
    await interruptedBy('SIGKILL');
    const before = server.requests.length;
    const run = await porterWith('resume', '--verify', 'download');
    assert.equal(run.code, 0, run.stderr);
    const sent = server.requests.slice(before).map(({ method }) => method);
    assert.equal(sent.at(-1), 'GET', sent.join());
  });

  it('makes as many requests at a time as --concurrency says, at least one', async () => {
    await writeFile(join(porter.folder, 'b.bin'), content);
    /** Of which upload each request was, without those in a row of the same one. */
    async function turns(concurrency: string): Promise<readonly (string | undefined)[]> {
      const child = porter.start(['upload', 'a.bin', 'b.bin', '--to', 'web'], { PORTER_CONFIG: 'config.json' });
      const begun = Promise.withResolvers<undefined>();
      let stuck = 0;
      onPatch = () => {
        if (++stuck === 2) begun.resolve(undefined);
        return new Promise(() => undefined);
      };
      const ended = finished(child);
      await begun.promise;
      child.kill('SIGKILL');
      await ended;
      onPatch = () => undefined;
      const before = server.requests.length;
      const run = await porterWith('resume', '--concurrency', concurrency);
      assert.equal(run.code, 0, run.stderr);
      const urls = server.requests.slice(before).flatMap(({ method, url }) => (method === 'OPTIONS' ? [] : [url]));
      return urls.filter((url, index) => url !== urls[index - 1]);
    }
    assert.equal((await turns('1')).length, 2);
    assert.ok((await turns('2')).length > 2);
    assert.match(
      (await porterWith('resume', '--concurrency', '0')).stderr,
      /'--concurrency <n>' argument '0' is invalid/,
    );
  });

  it('checks nothing that it discards', async () => {
    const { code, stderr } = await porterWith('resume', '--discard', '--verify', 'head');
    assert.equal(code, 2);
    assert.match(stderr, /'--discard' cannot be used with option '--verify/);
  });

  it('goes on after credentials that the server refuses like an upload that is gone, with 403', async () => {
    const auth = { type: 'bearer', token: '${secret:web}' };
    await configure({ web: { kind: 'tus', url: server.url, partSize, auth } });
    token = 'right';
    const resume = (secret: string) =>
      porter.run(['resume', '--json'], { PORTER_CONFIG: 'config.json', PORTER_SECRET_web: secret });
    await interruptedBy('SIGKILL', { PORTER_SECRET_web: 'right' });
    const refused = await resume('wrong');
    assert.deepEqual([refused.code, recordsOf(refused.stdout)[0]?.problem?.code], [1, 'unauthorized']);
    const [line] = recordsOf((await resume('right')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
    await requireWhole(line?.url);
    assert.equal((await server.uploads()).length, 1);
  });

  it('has nothing to go on with after Ctrl-C, which gives the upload up at the server too', async () => {
    const { code, stderr } = await interruptedBy('SIGINT');
    assert.equal(code, 130);
    assert.match(stderr, /a\.bin was not uploaded: cancelled\./);
    assert.deepEqual(await server.uploads(), []);
    const run = await porterWith('resume', '--json');
    assert.deepEqual([run.code, run.stdout], [0, '']);
    assert.match(run.stderr, /^No upload was interrupted\.$/m);
  });

  it('starts over what changed meanwhile', async () => {
    await interruptedBy('SIGKILL');
    await utimes(join(porter.folder, 'a.bin'), 1, 1);
    const { stdout } = await porterWith('resume', '--json');
    const [line] = recordsOf(stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', undefined]);
    await requireWhole(line?.url);
    assert.equal((await server.uploads()).length, 1);
  });

  it('says which file is gone, and keeps its record until that is discarded', async () => {
    await interruptedBy('SIGKILL');
    await rm(join(porter.folder, 'a.bin'));
    for (let time = 0; time < 2; time++) {
      const run = await porterWith('resume', '--json');
      assert.equal(run.code, 1);
      assert.deepEqual(
        recordsOf(run.stdout).map(({ file, problem }) => [file, problem?.code]),
        [['a.bin', 'fileNotFound']],
      );
    }
    assert.equal((await porterWith('resume', '--discard')).code, 0);
    assert.deepEqual(await server.uploads(), []);
  });

  it('discards at the server and here', async () => {
    await interruptedBy('SIGKILL');
    const run = await porterWith('resume', '--discard', '--json');
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(
      recordsOf(run.stdout).map(({ file, status }) => [file, status]),
      [['a.bin', 'discarded']],
    );
    assert.deepEqual(await server.uploads(), []);
    assert.match((await porterWith('resume')).stderr, /No upload was interrupted/);
  });

  it('discards while the server is away, and tells it when it uploads there next', async () => {
    await interruptedBy('SIGKILL');
    await configure({ web: { kind: 'tus', url: server.url, partSize, timeout: 10, tls: { ca: 'none.pem' } } });
    const run = await porterWith('resume', '--discard', '--json');
    assert.equal(run.code, 0, run.stderr);
    const [line] = recordsOf(run.stdout);
    assert.equal(line?.status, 'discarded');
    assert.match(line.warnings?.join() ?? '', /“web” has of a\.bin stays there for now/);
    assert.equal((await server.uploads()).length, 1);
    await configure({ web: { kind: 'tus', url: server.url, partSize, timeout: 10 } });
    assert.equal((await porterWith('resume')).code, 0);
    assert.deepEqual(await server.uploads(), []);
  });

  it('says when the destination is gone from the configuration, and then discards here only', async () => {
    await interruptedBy('SIGKILL');
    await configure({});
    const run = await porterWith('resume');
    assert.equal(run.code, 1);
    assert.match(run.stderr, /a\.bin: There is no destination “web”\. Known are: receiver\./);
    const discarded = await porterWith('resume', '--discard');
    assert.equal(discarded.code, 0);
    assert.match(discarded.stderr, /Discarding 1 interrupted upload here only\. There is no destination “web”\./);
    assert.match(discarded.stdout, /^a\.bin {2}discarded\n$/);
    assert.match((await porterWith('resume')).stderr, /No upload was interrupted/);
    assert.equal((await server.uploads()).length, 1);
  });

  describe('of what was given up and its server could not be told', () => {
    const never = new AbortController().signal;

    async function givenUp(destination: string, name: string): Promise<void> {
      const sessions = sessionStore(join(porter.folder, '.state/porter/sessions'));
      const id = pathToFileURL(join(porter.folder, name)).href;
      const slot = await sessions.open({ destination, file: id }, never);
      const file = { id, path: name, version: '1', size: content.length };
      const state = { path: new URL('gone', server.url).pathname };
      await slot.save({ destination, target: server.url, file, begun: Date.now(), partSize, state, abandoned: true });
      await slot.release();
    }

    for (const [why, destinations] of [
      ['is gone from the configuration', {}],
      ['leads elsewhere', { web: { kind: 'tus', url: 'http://127.0.0.1:1/files/' } }],
    ] as const) {
      it(`says where that stays when its destination ${why}`, async () => {
        await givenUp('web', 'old.bin');
        await configure(destinations);
        const { code, stderr } = await porterWith('resume');
        assert.equal(code, 0, stderr);
        assert.ok(
          stderr.includes(`What was sent of old.bin stays at ${server.url} until it is thrown away there`),
          stderr,
        );
        assert.doesNotMatch(stderr, /uploads there next/);
      });
    }

    it('ends on Ctrl-C while a server does not answer, and keeps that', async () => {
      await givenUp('web', 'old.bin');
      const asked = new Promise<void>((resolve) => {
        onDelete = () => {
          resolve();
          return new Promise(() => undefined);
        };
      });
      const child = porter.start(['resume'], { PORTER_CONFIG: 'config.json' });
      const ended = finished(child);
      await asked;
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      assert.equal(code, 130, stderr);
      const kept = await sessionStore(join(porter.folder, '.state/porter/sessions')).abandoned(never);
      assert.equal(kept.length, 1);
    });
  });

  it('leaves alone what another command is uploading, and says so; so does a second upload of it', async () => {
    const { child, ended } = await stuckUpload();
    const run = await porterWith('resume');
    assert.equal(run.code, 0);
    assert.match(run.stderr, /a\.bin is being uploaded to “web” by another window or command\./);
    assert.doesNotMatch(run.stderr, /No upload was interrupted/);
    const second = await porterWith('upload', 'a.bin', '--to', 'web', '--json');
    assert.equal(second.code, 1);
    assert.equal(recordsOf(second.stdout)[0]?.problem?.code, 'sessionTaken');
    child.kill('SIGKILL');
    await ended;
    assert.equal((await porterWith('resume')).code, 0);
  });

  it('keeps what ended before SIGTERM: its link is printed', async () => {
    await writeFile(join(porter.folder, 'empty.txt'), '');
    const stuck = new Promise<void>((resolve) => {
      onPatch = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const child = porter.start(['upload', 'empty.txt', 'a.bin', '--to', 'web', '--concurrency', '1'], {
      PORTER_CONFIG: 'config.json',
    });
    const ended = finished(child);
    await stuck;
    child.kill('SIGTERM');
    const { stdout, stderr } = await ended;
    assert.match(stdout, /^empty\.txt {2}http/);
    assert.match(stderr, /Stopped before 1 of 2 files had ended\./);
  });
});
