import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { content, InterruptedUploads, partSize } from './interruptedUploads.ts';
import { finished, recordsOf } from './porter.ts';

describe('porter resume after SIGTERM', () => {
  let uploads: InterruptedUploads;
  beforeEach(async () => {
    uploads = await InterruptedUploads.open();
  });
  afterEach(() => uploads.close());

  it('goes on with what it left, which it said', async () => {
    const stopped = await uploads.endedBy('SIGTERM');
    assert.equal(stopped.code, 143);
    assert.match(stopped.stderr, /Stopped before 1 of 1 files had ended\. “porter resume” goes on/);
    assert.deepEqual(
      uploads.server.requests.filter(({ method }) => method === 'DELETE'),
      [],
    );
    const run = await uploads.run('resume');
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /Going on with 1 interrupted upload to “web”\./);
    assert.match(run.stdout, /^a\.bin {2}http/);
    await uploads.requireWhole(run.stdout.trim().split(/ +/)[1]);
  });

  it('goes on with what --json called interrupted; what was not begun is cancelled', async () => {
    await writeFile(join(uploads.porter.folder, 'b.bin'), content);
    const { code, stdout } = await uploads.endedBy('SIGTERM', 'b.bin', '--concurrency', '1', '--json');
    assert.equal(code, 143);
    const briefly = recordsOf(stdout).map(({ file, status, continuable, size, attempts }) => [
      file,
      status,
      continuable,
      size,
      attempts,
    ]);
    assert.deepEqual(briefly.toSorted(), [
      ['a.bin', 'interrupted', true, content.length, 1],
      ['b.bin', 'cancelled', undefined, content.length, 0],
    ]);
    const run = await uploads.run('resume', '--json');
    assert.deepEqual(
      recordsOf(run.stdout).map(({ file, status, resumedFrom }) => [file, status, resumedFrom]),
      [['a.bin', 'uploaded', 2 * partSize]],
    );
  });

  it('leaves itself what it was to go on with, and tells so, also of a destination whose turn had not come', async () => {
    const profile = uploads.profile;
    await uploads.configure({ web: profile, other: profile });
    await uploads.endedBy('SIGKILL');
    await uploads.endedBy('SIGKILL', '--to', 'other');
    const { code, stdout } = await uploads.endedIn('onHead', 'SIGTERM', 'resume', '--json');
    assert.equal(code, 143);
    const told = recordsOf(stdout).map(({ file, status, continuable }) => [file, status, continuable]);
    assert.deepEqual(told, [
      ['a.bin', 'interrupted', true],
      ['a.bin', 'interrupted', true],
    ]);
    const { stderr } = await uploads.endedIn('onHead', 'SIGTERM', 'resume');
    assert.equal(stderr.match(/^a\.bin was not uploaded: interrupted\.$/gm)?.length, 2, stderr);
  });

  for (const [signal, exitCode] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    it(`keeps what waited when ${signal} ended it, says so, and goes on with that the next time`, async () => {
      const names = ['a.bin', 'b.bin', 'c.bin'];
      for (const name of names) {
        await writeFile(join(uploads.porter.folder, name), content);
        await uploads.endedIn('onPatch', 'SIGKILL', 'upload', name, '--to', 'web');
      }
      const ended = await uploads.endedIn('onHead', signal, 'resume', '--concurrency', '1');
      assert.equal(ended.code, exitCode);
      const told = [...ended.stderr.matchAll(/^(\w\.bin) was not uploaded: interrupted\.$/gm)].map(([, file]) => file);
      assert.match(ended.stderr, /“porter resume” goes on with what can be continued\./);
      // Ctrl-C gives up what was under way.
      assert.equal(told.length, signal === 'SIGINT' ? 2 : 3);
      const next = recordsOf((await uploads.run('resume', '--json')).stdout);
      assert.deepEqual(
        next.map(({ file, status }) => `${file} ${status}`).toSorted(),
        told.map((file) => `${file} uploaded`).toSorted(),
      );
    });
  }

  it('leaves itself what it looks at when it ends, and tells so', async () => {
    await writeFile(join(uploads.porter.folder, 'b.bin'), content);
    for (const name of ['a.bin', 'b.bin']) await uploads.endedIn('onPatch', 'SIGKILL', 'upload', name, '--to', 'web');
    const endsItself = `import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { statSync } = fs;
      fs.statSync = (path, ...rest) => {
        if (String(path).endsWith('.bin')) process.emit('SIGTERM', 'SIGTERM');
        return statSync(path, ...rest);
      };
      syncBuiltinESMExports();`;
    const child = uploads.porter.start(['resume', '--json'], {
      PORTER_CONFIG: 'config.json',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(endsItself)}`,
    });
    const { code, stdout, stderr } = await finished(child);
    assert.equal(code, 143, stderr);
    assert.deepEqual(
      recordsOf(stdout)
        .map(({ file, status }) => `${file} ${status}`)
        .toSorted(),
      ['a.bin interrupted', 'b.bin interrupted'],
    );
  });

  it('leaves itself all of it, and tells so, before it has begun', async () => {
    await uploads.endedBy('SIGKILL');
    const config = join(uploads.porter.folder, 'pipe.json');
    execFileSync('mkfifo', [config]);
    const child = uploads.porter.start(['resume', '--json', '--config', config]);
    const ended = finished(child);
    // Opens when the other side does: now it reads its configuration.
    const writing = await open(config, 'w');
    child.kill('SIGTERM');
    // What is read may be there before the signal is: it goes on until that has come.
    while (child.exitCode === null && child.signalCode === null) await writing.write(' ').catch(() => undefined);
    await writing.close();
    const { code, stdout } = await ended;
    assert.equal(code, 143);
    assert.deepEqual(
      recordsOf(stdout).map(({ file, status }) => [file, status]),
      [['a.bin', 'interrupted']],
    );
  });

  it('is told with the configuration that was given', async () => {
    await writeFile(
      join(uploads.porter.folder, "anna's.json"),
      await readFile(join(uploads.porter.folder, 'config.json')),
    );
    const { stderr } = await uploads.endedBy('SIGTERM', '--config', "anna's.json");
    assert.match(stderr, /“porter resume --config 'anna'\\''s\.json'” goes on/);
  });

  it('is not told when nothing was begun', async () => {
    const { code, stderr } = await uploads.endedIn('onPost', 'SIGTERM', 'upload', 'a.bin', '--to', 'web');
    assert.equal(code, 143);
    assert.match(stderr, /Stopped before 1 of 1 files had ended\.$/m);
  });

  it('is not needed where a file that is there was checked: its link is told', async () => {
    await uploads.configure({ web: { ...uploads.profile, verify: 'head' } });
    const { code, stdout } = await uploads.endedIn('onHead', 'SIGTERM', 'upload', 'a.bin', '--to', 'web', '--json');
    const [line] = recordsOf(stdout);
    assert.deepEqual([code, line?.status], [143, 'uploaded']);
    assert.match(line?.warnings?.join() ?? '', /but checking it was cancelled/);
    await uploads.requireWhole(line?.url);
    assert.match((await uploads.run('resume')).stderr, /^No upload was interrupted\.$/m);
  });

  it('is not needed for what had ended: its link is printed', async () => {
    await writeFile(join(uploads.porter.folder, 'empty.txt'), '');
    const files = ['empty.txt', 'a.bin', '--concurrency', '1'];
    const { stdout, stderr } = await uploads.endedIn('onPatch', 'SIGTERM', 'upload', ...files, '--to', 'web');
    assert.match(stdout, /^empty\.txt {2}http/);
    assert.match(stderr, /Stopped before 1 of 2 files had ended\./);
  });
});
