import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Source } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { digests, type DigestAlgorithm } from '../../../src/node/files/digest.ts';
import { DigestThreads } from '../../../src/node/files/digestThreads.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import { rewriteInPlace, setLongAgo } from '../../unit/node/files/rewriteInPlace.ts';

const { signal } = new AbortController();
const mebibyte = 1024 * 1024;
const script = new URL('../../../src/node/files/digestThread.ts', import.meta.url);
const algorithms: readonly DigestAlgorithm[] = ['sha256', 'sha1', 'md5', 'crc32'];

describe('checksums beside the thread that sends', () => {
  let folder: string;
  const bytes = Buffer.from(Array.from({ length: 3 * mebibyte + 7 }, (_, index) => (index * 31 + (index >> 9)) & 255));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    await writeFile(join(folder, 'file'), bytes);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const given = () => fileSource(join(folder, 'file'), 'file', signal);

  for (const algorithm of algorithms) {
    it(`gives ${algorithm} of ranges that are asked for at once`, async () => {
      const threads = new DigestThreads(script);
      const source = await given();
      const ranges = [0, 1, 2].map((index) => ({ start: index * mebibyte + index, end: (index + 1) * mebibyte + 7 }));
      const got = await Promise.all(ranges.map((range) => threads.digest(source, range, algorithm, signal)));
      const expected = ranges.map(({ start, end }) => sumOf(algorithm, bytes.subarray(start, end)));
      assert.deepEqual(got, expected);
    });
  }

  it('computes one of several on the thread that sends, where that has nothing else to do', async () => {
    const source = await given();
    const ranges = [0, 1, 2].map((index) => ({ start: index * mebibyte, end: (index + 1) * mebibyte }));
    const opened: (number | undefined)[] = [];
    const seen: Source = {
      ...source,
      open(range, signal) {
        opened.push(range.start);
        return source.open(range, signal);
      },
    };
    // As many as there may be threads keep them busy.
    const threads = new DigestThreads(script, { helps: true });
    const many = Array.from({ length: 5 }, () => ranges).flat();
    const got = await Promise.all(many.map((range) => threads.digest(seen, range, 'sha256', signal)));
    assert.deepEqual(
      got,
      many.map(({ start, end }) => sumOf('sha256', bytes.subarray(start, end))),
    );
    assert.equal(opened.length, 1);
  });

  it('starts a thread before it is asked, where one will be asked', async () => {
    let started = 0;
    const onWorker = () => started++;
    process.on('worker', onWorker);
    try {
      const threads = new DigestThreads(script);
      const source = await given();
      threads.prepare(memorySource({ id: 'memory:/a', name: 'a', path: 'a' }, bytes));
      threads.prepare(source);
      threads.prepare(source);
      // Of a thread the process is told a little later.
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(started, 1);
      const sum = await threads.digest(source, { start: 0, end: bytes.length }, 'md5', signal);
      assert.deepEqual(sum, sumOf('md5', bytes));
      assert.equal(started, 1);
    } finally {
      process.off('worker', onWorker);
    }
  });

  it('keeps no process alive by a thread that is never asked', async () => {
    const code = `
      const { DigestThreads } = await import(${JSON.stringify(new URL('digestThreads.ts', script).href)});
      const { fileSource } = await import(${JSON.stringify(new URL('fileSource.ts', script).href)});
      const source = await fileSource(${JSON.stringify(join(folder, 'file'))}, 'file', new AbortController().signal);
      new DigestThreads(new URL(${JSON.stringify(script.href)}), { idleLimit: 3_600_000 }).prepare(source);
    `;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { timeout: 50_000 });
  });

  it('computes those of sources that are no files here on this thread', async () => {
    // No thread can be started from there.
    const threads = new DigestThreads(pathToFileURL(join(folder, 'missing.js')));
    const source = memorySource({ id: 'memory:/a', name: 'a', path: 'a' }, bytes);
    const range = { start: 5, end: 2 * mebibyte };
    const got = await threads.digest(source, range, 'sha256', signal);
    assert.deepEqual(got, await digests.digest(source, range, 'sha256', signal));
  });

  it('computes those of a document that is not saved, and not of its file', async () => {
    const id = pathToFileURL(join(folder, 'file')).href;
    const source = memorySource({ id, name: 'file', path: 'file', version: 'a' }, Buffer.alloc(mebibyte, 'x'));
    const range = { start: 0, end: mebibyte };
    const got = await new DigestThreads(script).digest(source, range, 'sha256', signal);
    assert.deepEqual(got, await digests.digest(source, range, 'sha256', signal));
  });

  it('computes them on this thread where no other can be started', async () => {
    const threads = new DigestThreads(new URL('http://127.0.0.1/'));
    const got = await threads.digest(await given(), { start: 0, end: bytes.length }, 'sha256', signal);
    assert.deepEqual(got, sumOf('sha256', bytes));
  });

  for (const [change, make] of Object.entries({
    grew: (path: string) => appendFile(path, 'more'),
    'was rewritten in place and given its time again': rewriteInPlace,
  })) {
    it(`fails when the file ${change} after it was chosen`, async () => {
      const path = join(folder, 'file');
      await setLongAgo(path);
      const source = await given();
      await make(path);
      await assert.rejects(
        new DigestThreads(script).digest(source, { start: 0, end: mebibyte }, 'sha256', signal),
        (error: unknown) => error instanceof Problem && error.code === 'fileChanged',
      );
    });
  }

  it('fails when the file changes while it is read', async () => {
    const path = join(folder, 'file');
    const changing = join(folder, 'changing.mjs');
    const code = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      await import(${JSON.stringify(script.href)});
      const { readSync } = fs;
      fs.readSync = (...how) => {
        fs.appendFileSync(${JSON.stringify(path)}, 'more');
        return readSync(...how);
      };
      syncBuiltinESMExports();
    `;
    await writeFile(changing, code);
    await assert.rejects(
      new DigestThreads(pathToFileURL(changing)).digest(await given(), { start: 0, end: mebibyte }, 'md5', signal),
      (error: unknown) => error instanceof Problem && error.code === 'fileChanged',
    );
  });

  it('fails when the file is gone', async () => {
    const source = await given();
    await rm(join(folder, 'file'));
    await assert.rejects(
      new DigestThreads(script).digest(source, { start: 0, end: mebibyte }, 'md5', signal),
      (error: unknown) => error instanceof Problem && error.code === 'fileNotFound',
    );
  });

  it('says so when its thread falls over', async () => {
    const threads = new DigestThreads(pathToFileURL(join(folder, 'missing.js')));
    await assert.rejects(
      threads.digest(await given(), { start: 0, end: mebibyte }, 'md5', signal),
      (error: unknown) => error instanceof Problem && error.code === 'internal',
    );
  });

  it('stops at once when cancelled, and goes on with the next', async () => {
    const path = join(folder, 'sparse');
    const size = 64 * 1024 * mebibyte;
    await writeFile(path, '');
    await truncate(path, size);
    const threads = new DigestThreads(script);
    const controller = new AbortController();
    const long = threads.digest(
      await fileSource(path, 'sparse', signal),
      { start: 0, end: size },
      'md5',
      controller.signal,
    );
    const next = threads.digest(await given(), { start: 0, end: bytes.length }, 'md5', signal);
    controller.abort();
    await assert.rejects(long, { name: 'AbortError' });
    // Behind 64 GiB it would come in minutes.
    assert.deepEqual(await next, sumOf('md5', bytes));
  });

  it('leaves nothing to a thread that ends for want of work', async () => {
    const idleLimit = 60_000;
    const threads = new DigestThreads(script, { idleLimit });
    const source = await given();
    const range = { start: 0, end: bytes.length };
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      for (let time = 0; time < 3; time++) {
        assert.deepEqual(await threads.digest(source, range, 'md5', signal), sumOf('md5', bytes));
        // It is asked right behind the timer that ends it, when it has not ended yet.
        mock.timers.tick(idleLimit);
      }
    } finally {
      mock.timers.reset();
    }
  });

  it('keeps no process alive, however long its thread may be idle', async () => {
    const code = `
      const { DigestThreads } = await import(${JSON.stringify(new URL('digestThreads.ts', script).href)});
      const { fileSource } = await import(${JSON.stringify(new URL('fileSource.ts', script).href)});
      const { signal } = new AbortController();
      const source = await fileSource(${JSON.stringify(join(folder, 'file'))}, 'file', signal);
      const threads = new DigestThreads(new URL(${JSON.stringify(script.href)}), 3_600_000);
      const digest = await threads.digest(source, { start: 0, end: source.size }, 'sha256', signal);
      console.log(digest.toString('hex'));
    `;
    const args = ['--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 50_000 });
    assert.equal(stdout.trim(), sumOf('sha256', bytes).toString('hex'));
  });
});

function sumOf(algorithm: DigestAlgorithm, bytes: Uint8Array): Buffer {
  if (algorithm !== 'crc32') return createHash(algorithm).update(bytes).digest();
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
