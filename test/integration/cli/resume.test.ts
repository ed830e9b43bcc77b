import assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { content, InterruptedUploads, partSize } from './interruptedUploads.ts';
import { finished, recordsOf } from './porter.ts';

describe('porter resume', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
  });
  afterEach(() => uploads.close());

  it('goes on after kill -9 where the server is, and tells so', async () => {
    await uploads.endedBy('SIGKILL');
    const before = uploads.server.requests.length;
    const run = await uploads.run('resume', '--json');
    assert.equal(run.code, 0, run.stderr);
    const [line] = recordsOf(run.stdout);
    assert.deepEqual([line?.file, line?.status, line?.resumedFrom], ['a.bin', 'uploaded', 2 * partSize]);
    await uploads.requireWhole(line?.url);
    const sent = uploads.server.requests.slice(before).map(({ method }) => method);
    assert.deepEqual(
      sent.filter((method) => method === 'POST'),
      [],
    );
    assert.equal(sent.filter((method) => method === 'PATCH').length, 4);
    assert.match((await uploads.run('resume')).stderr, /^No upload was interrupted\.$/m);
  });

  it('is not needed where the same upload is started again', async () => {
    await uploads.endedBy('SIGKILL');
    const { stderr, stdout } = await uploads.run('upload', 'a.bin', '--to', 'web');
    assert.match(stderr, /Went on where it was interrupted: 524\.3 kB were there already\./);
    await uploads.requireWhole(stdout.trim().split(/ +/)[1]);
  });

  it('is told when an upload failed that can be continued', async () => {
    await uploads.configure({ web: { kind: 'tus', url: uploads.server.url, partSize, retries: 0 } });
    uploads.onPatch = async (count) => {
      if (count === 3) await uploads.server.close();
    };
    const failed = await uploads.run('upload', 'a.bin', '--to', 'web');
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /1 failed\n“porter resume” goes on with what can be continued\.\n$/);
    assert.deepEqual(
      recordsOf((await uploads.run('resume', '--json')).stdout).map(({ status, continuable }) => [status, continuable]),
      [['failed', true]],
    );
  });

  it('goes on with what only its upload’s flags let through, when they are given again', async () => {
    await uploads.configure({ web: { ...uploads.profile, maxSize: 1000 } });
    await uploads.endedBy('SIGKILL', '--max-size', '10MB');
    assert.match((await uploads.run('resume')).stderr, /a\.bin has 1\.3 MB, above the limit/);
    uploads.onHead = () => new Promise(() => undefined);
    const silent = await uploads.run('resume', '--max-size', '10MB', '--timeout', '0.1', '--retries', '0');
    assert.match(silent.stderr, /silent for 0\.1 s/);
    uploads.onHead = () => undefined;
    const [line] = recordsOf((await uploads.run('resume', '--json', '--max-size', '10MB')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
  });

  it('tells nothing but links with --quiet', async () => {
    await uploads.endedBy('SIGKILL');
    const { stdout, stderr } = await uploads.run('resume', '--quiet');
    assert.match(stdout, /^http\S+\n$/);
    assert.equal(stderr, '');
    const none = await uploads.run('resume', '--quiet');
    assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', '']);
  });

  it('checks afterwards what --verify says', async () => {
    await uploads.endedBy('SIGKILL');
    const before = uploads.server.requests.length;
    const run = await uploads.run('resume', '--verify', 'download');
    assert.equal(run.code, 0, run.stderr);
    const sent = uploads.server.requests.slice(before).map(({ method }) => method);
    assert.equal(sent.at(-1), 'GET', sent.join());
  });

  it('makes as many requests at a time as --concurrency says, at least one', async () => {
    await writeFile(join(uploads.porter.folder, 'b.bin'), content);
    /** Of which upload each request was, without those in a row of the same one. */
    async function turns(concurrency: string): Promise<readonly (string | undefined)[]> {
      const child = uploads.porter.start(['upload', 'a.bin', 'b.bin', '--to', 'web'], { PORTER_CONFIG: 'config.json' });
      const begun = Promise.withResolvers<undefined>();
      let stuck = 0;
      uploads.onPatch = () => {
        if (++stuck === 2) begun.resolve(undefined);
        return new Promise(() => undefined);
      };
      const ended = finished(child);
      await begun.promise;
      child.kill('SIGKILL');
      await ended;
      uploads.onPatch = () => undefined;
      const before = uploads.server.requests.length;
      const run = await uploads.run('resume', '--concurrency', concurrency);
      assert.equal(run.code, 0, run.stderr);
      const urls = uploads.server.requests
        .slice(before)
        .flatMap(({ method, url }) => (method === 'OPTIONS' ? [] : [url]));
      return urls.filter((url, index) => url !== urls[index - 1]);
    }
    assert.equal((await turns('1')).length, 2);
    assert.ok((await turns('2')).length > 2);
    assert.match(
      (await uploads.run('resume', '--concurrency', '0')).stderr,
      /'--concurrency <n>' argument '0' is invalid/,
    );
  });

  it('goes on after credentials that the server refuses like an upload that is gone, with 403', async () => {
    const auth = { type: 'bearer', token: '${secret:web}' };
    await uploads.configure({ web: { kind: 'tus', url: uploads.server.url, partSize, auth } });
    uploads.token = 'right';
    const resume = (secret: string) =>
      uploads.porter.run(['resume', '--json'], { PORTER_CONFIG: 'config.json', PORTER_SECRET_web: secret });
    await uploads.endedBy('SIGKILL', { PORTER_SECRET_web: 'right' });
    const refused = await resume('wrong');
    assert.deepEqual([refused.code, recordsOf(refused.stdout)[0]?.problem?.code], [1, 'unauthorized']);
    const [line] = recordsOf((await resume('right')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
    await uploads.requireWhole(line?.url);
    assert.equal((await uploads.server.uploads()).length, 1);
  });

  it('goes on after 403 also where the part that makes the file may have been sent', async () => {
    await writeFile(join(uploads.porter.folder, 'a.bin'), content.subarray(0, 3));
    const withToken = (token: string) =>
      uploads.configure({ web: { ...uploads.profile, auth: { type: 'bearer', token } } });
    uploads.token = 'right';
    await withToken('right');
    await uploads.endedIn('onPatch', 'SIGKILL', 'upload', 'a.bin', '--to', 'web');
    await withToken('wrong');
    const [refused] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.deepEqual([refused?.problem?.code, refused?.continuable], ['unauthorized', true]);
    await withToken('right');
    const [line] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.equal(line?.status, 'uploaded');
    assert.equal((await uploads.server.uploads()).length, 1);
  });

  for (const [what, args, told] of [
    ['', ['resume', '--json'], [['a.bin', 'interrupted', true]]],
    [', as an upload does', ['upload', 'a.bin', '--to', 'web', '--json'], [['a.bin', 'cancelled', undefined]]],
  ] as const) {
    it(`tells that it looks whether another machine goes on${what}, and ends at once when it is stopped meanwhile`, async () => {
      await uploads.endedBy('SIGKILL');
      const sessions = join(uploads.porter.folder, '.state/porter/sessions');
      const [claim = ''] = (await readdir(sessions)).filter((name) => name.endsWith('.lock'));
      // Its machine, and when it was touched last.
      const elsewhere = join(sessions, claim.replace(/(?<=^[^-]+-)[^-]+/, '0123456789ab'.repeat(2)));
      await rename(join(sessions, claim), elsewhere);
      await utimes(elsewhere, 0, 0);
      const child = uploads.porter.start(args, { PORTER_CONFIG: 'config.json' });
      const ended = finished(child);
      child.stderr?.once('data', () => child.kill('SIGINT'));
      const { code, stdout, stderr } = await ended;
      assert.equal(code, 130);
      assert.match(
        stderr,
        /^Another machine or container has begun uploads .* looks for 15 s whether it still goes on/,
      );
      assert.deepEqual(
        recordsOf(stdout).map(({ file, status, continuable }) => [file, status, continuable]),
        told,
      );
      await rm(elsewhere);
      assert.equal((await uploads.run('resume')).code, 0);
    });
  }

  it('says that what was kept of an upload cannot be used, and begins it anew when the file is uploaded again', async () => {
    await uploads.endedBy('SIGKILL');
    const sessions = join(uploads.porter.folder, '.state/porter/sessions');
    const [record = ''] = (await readdir(sessions)).filter((name) => name.endsWith('.json'));
    const text = await readFile(join(sessions, record), 'utf8');
    await writeFile(join(sessions, record), text.replace('{"path":"/', '{"path":"'));
    const { code, stderr } = await uploads.run('resume');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^a\.bin: What was kept of its interrupted upload cannot be used: .* Upload the file again\.$/m,
    );
    assert.doesNotMatch(stderr, /Porter tells it/);
    assert.deepEqual(await readdir(sessions), []);
    const again = await uploads.run('upload', 'a.bin', '--to', 'web', '--json');
    assert.equal(again.code, 0, again.stderr);
    await uploads.requireWhole(recordsOf(again.stdout)[0]?.url);
  });

  it('has nothing to go on with after Ctrl-C, which gives the upload up at the server too', async () => {
    const { code, stderr } = await uploads.endedBy('SIGINT');
    assert.equal(code, 130);
    assert.match(stderr, /a\.bin was not uploaded: cancelled\./);
    assert.deepEqual(await uploads.server.uploads(), []);
    const run = await uploads.run('resume', '--json');
    assert.deepEqual([run.code, run.stdout], [0, '']);
    assert.match(run.stderr, /^No upload was interrupted\.$/m);
  });

  it('goes on after whoever reads the output has left, which gives nothing up', async () => {
    await writeFile(join(uploads.porter.folder, 'empty.txt'), '');
    const left = Promise.withResolvers<undefined>();
    uploads.onPost = (size) => (size === 0 ? left.promise : undefined);
    const { child, ended } = await uploads.stuck('empty.txt', '--json');
    child.stdout?.destroy();
    left.resolve(undefined);
    const { code, stderr } = await ended;
    assert.equal(code, 130);
    assert.match(stderr, /^Stopped before 1 of 2 files had ended\. “porter resume” goes on/m);
    const [line] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.deepEqual([line?.file, line?.status, line?.resumedFrom], ['a.bin', 'uploaded', 2 * partSize]);
  });

  it('goes on with another token in the destination’s URL, which is not kept on disk', async () => {
    const withToken = (token: string) =>
      uploads.configure({ web: { ...uploads.profile, url: `${uploads.server.url}?team=a&token=${token}` } });
    await withToken('hunter2hunter2');
    await uploads.endedBy('SIGKILL');
    const folder = join(uploads.porter.folder, '.state/porter/sessions');
    const kept = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    assert.match(kept.join(), /\?team=a/);
    assert.doesNotMatch(kept.join(), /hunter2/);
    await withToken('hunter3hunter3');
    const [line] = recordsOf((await uploads.run('resume', '--json')).stdout);
    assert.deepEqual([line?.status, line?.resumedFrom], ['uploaded', 2 * partSize]);
  });

  it('leaves alone what another command is uploading, and says so; so does a second upload of it', async () => {
    const { child, ended } = await uploads.stuck();
    for (const flags of [[], ['--discard']]) {
      const run = await uploads.run('resume', ...flags);
      assert.equal(run.code, 1);
      assert.match(run.stderr, /^a\.bin is being uploaded to “web” by another window or command\. .*\n$/);
      const told = await uploads.run('resume', '--json', ...flags);
      assert.deepEqual(
        recordsOf(told.stdout).map(({ file, status, problem }) => [file, status, problem?.code]),
        [['a.bin', 'failed', 'sessionTaken']],
      );
    }
    const second = await uploads.run('upload', 'a.bin', '--to', 'web', '--json');
    assert.equal(second.code, 1);
    assert.equal(recordsOf(second.stdout)[0]?.problem?.code, 'sessionTaken');
    child.kill('SIGKILL');
    await ended;
    assert.equal((await uploads.run('resume')).code, 0);
  });
});
