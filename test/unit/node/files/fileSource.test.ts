import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdtemp,
  open,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from '../../../../src/core/model.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { readingBeside, readingHere } from '../../../../src/node/files/fileReading.ts';
import { fileSource } from '../../../../src/node/files/fileSource.ts';
import { pieceSize } from '../../../../src/node/files/readAhead.ts';
import { rewriteInPlace, setLongAgo } from './rewriteInPlace.ts';

const { signal } = new AbortController();
const mebibyte = 1024 * 1024;

for (const [where, reading] of Object.entries({
  'on its own thread': readingHere,
  'beside its thread': readingBeside,
})) {
  describe(`a file as a source, read ${where}`, () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'porter-'));
    });
    afterEach(async () => {
      await rm(folder, { recursive: true });
    });

    async function sourceOf(bytes: Uint8Array): Promise<Source> {
      await writeFile(join(folder, 'file'), bytes);
      await setLongAgo(join(folder, 'file'));
      return fileSource(join(folder, 'file'), 'file', signal, reading);
    }

    it('tells its name, size, last change and the path as people see it', async () => {
      await writeFile(join(folder, 'a b.txt'), 'hello');
      await utimes(join(folder, 'a b.txt'), 1000, 2000);
      const source = await fileSource(join(folder, 'a b.txt'), 'sub/a b.txt', signal, reading);
      const { name, path, size, modified } = source;
      assert.deepEqual(
        { name, path, size, modified },
        { name: 'a b.txt', path: 'sub/a b.txt', size: 5, modified: 2e6 },
      );
      assert.match(source.id, /^file:.*a%20b\.txt$/);
    });

    for (const size of [0, 1, pieceSize, pieceSize + 1, 3 * mebibyte + 7]) {
      it(`gives back all of ${size} bytes, as often as it is asked`, async () => {
        const bytes = randomBytes(size);
        const source = await sourceOf(bytes);
        assert.deepEqual(await read(source), bytes);
        assert.deepEqual(await read(source), bytes);
      });
    }

    it('gives a range', async () => {
      const bytes = randomBytes(2 * mebibyte);
      const source = await sourceOf(bytes);
      assert.deepEqual(await read(source, { start: 1000, end: 1_500_000 }), bytes.subarray(1000, 1_500_000));
    });

    it('reads beyond 4 GiB', async () => {
      const path = join(folder, 'sparse');
      const end = 5 * 1024 * mebibyte;
      await truncate(await touch(path), end);
      const file = await open(path, 'r+');
      await file.write('end', end - 3);
      await file.close();
      const source = await fileSource(path, 'sparse', signal, reading);
      assert.equal(source.size, end);
      assert.equal((await read(source, { start: end - 4 })).toString('latin1'), '\0end');
    });

    it('gives a range in one piece, with memory of its own', async () => {
      const bytes = randomBytes(2 * mebibyte);
      const source = await sourceOf(bytes);
      const ranges = [
        { start: 0, end: 5 },
        { start: 1000, end: 1_500_000 },
        { start: 7, end: 7 },
      ];
      const pieces = await Promise.all(ranges.map(async (range) => source.read?.(range, signal)));
      assert.deepEqual(
        pieces,
        ranges.map(({ start, end }) => bytes.subarray(start, end)),
      );
    });

    it('keeps each piece as it is until the next is asked for', async () => {
      const bytes = randomBytes(4 * mebibyte);
      let position = 0;
      for await (const chunk of (await sourceOf(bytes)).open({}, signal)) {
        const expected = bytes.subarray(position, (position += chunk.length));
        // Long enough for a read ahead to have ended.
        await open(join(folder, 'file')).then((file) => file.close());
        assert.deepEqual(Buffer.from(chunk), expected);
      }
      assert.equal(position, bytes.length);
    });

    const changes: Record<string, (path: string) => Promise<void>> = {
      grew: (path) => appendFile(path, 'more'),
      shrank: (path) => truncate(path, mebibyte),
      'was written to': (path) => utimes(path, 1, 1),
      'was rewritten in place and given its time again': rewriteInPlace,
      'was replaced by one of its size and time': async (path) => {
        await writeFile(`${path}.new`, randomBytes(3 * mebibyte));
        await setLongAgo(`${path}.new`);
        await rename(`${path}.new`, path);
      },
    };
    for (const [change, make] of Object.entries(changes)) {
      it(`fails when the file ${change} after it was chosen`, async () => {
        const source = await sourceOf(randomBytes(3 * mebibyte));
        await make(join(folder, 'file'));
        await assert.rejects(read(source), isProblem('fileChanged'));
        await assert.rejects(readInOne(source), isProblem('fileChanged'));
      });

      if (change.startsWith('was replaced')) continue;
      it(`fails before the last bytes when the file ${change} while it was read`, async () => {
        const source = await sourceOf(randomBytes(3 * mebibyte));
        let got = 0;
        await assert.rejects(async () => {
          for await (const chunk of source.open({}, signal)) {
            if (got === 0) await make(join(folder, 'file'));
            got += chunk.length;
          }
        }, isProblem('fileChanged'));
        assert.ok(got > 0 && got < source.size, `${got} bytes came`);
      });
    }

    it('is no file to go on with after it was rewritten in place and given its time again', async () => {
      const { version } = await sourceOf(randomBytes(10));
      await rewriteInPlace(join(folder, 'file'));
      assert.notEqual((await fileSource(join(folder, 'file'), 'file', signal, reading)).version, version);
    });

    it('fails when the file vanished', async () => {
      const source = await sourceOf(randomBytes(10));
      await rm(join(folder, 'file'));
      await assert.rejects(read(source), isProblem('fileNotFound'));
    });

    it('says that a file is missing', async () => {
      await assert.rejects(fileSource(join(folder, 'none'), 'none', signal, reading), isProblem('fileNotFound'));
      await writeFile(join(folder, 'plain'), '');
      await assert.rejects(
        fileSource(join(folder, 'plain/below'), 'plain/below', signal, reading),
        isProblem('fileNotFound'),
      );
    });

    it('says that a file cannot be read', async () => {
      await assert.rejects(fileSource(join(folder, 'x'.repeat(300)), 'long', signal, reading), (error) => {
        assert.ok(error instanceof Problem && error.code === 'fileUnreadable');
        assert.match(error.message, /^long cannot be read \(name too long/);
        return true;
      });
    });

    it('says of a ring of links that it is one', async () => {
      await symlink('ring', join(folder, 'ring'));
      for (const path of ['ring', 'ring/below']) {
        await assert.rejects(fileSource(join(folder, path), path, signal, reading), isProblem('linksEndless'));
      }
    });

    it('refuses what is no regular file', async () => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      const server = createServer().listen(join(folder, 'socket'));
      await once(server, 'listening');
      const expected = { '.': 'a folder', pipe: 'a pipe', socket: 'a socket' };
      for (const [name, what] of Object.entries(expected)) {
        await assert.rejects(
          fileSource(join(folder, name), name, signal, reading),
          isProblem('notAFile', { file: name, what }),
        );
      }
      await assert.rejects(
        fileSource('/dev/zero', 'zero', signal, reading),
        isProblem('notAFile', { file: 'zero', what: 'a device' }),
      );
      server.close();
    });

    it('refuses what tells no size, though it has bytes', async () => {
      await assert.rejects(fileSource('/proc/self/status', 'status', signal, reading), isProblem('sizeUntold'));
      await writeFile(join(folder, 'empty'), '');
      assert.equal((await fileSource(join(folder, 'empty'), 'empty', signal, reading)).size, 0);
    });

    it('does not wait for a pipe that took the place of the file', async () => {
      const source = await sourceOf(randomBytes(10));
      await rm(join(folder, 'file'));
      execFileSync('mkfifo', [join(folder, 'file')]);
      await assert.rejects(read(source), isProblem('notAFile'));
      await assert.rejects(readInOne(source), isProblem('notAFile'));
    });

    it('stops at once when cancelled', async () => {
      const source = await sourceOf(randomBytes(3 * mebibyte));
      const controller = new AbortController();
      await assert.rejects(
        async () => {
          for await (const chunk of source.open({}, controller.signal)) {
            assert.equal(chunk.length, pieceSize);
            controller.abort();
          }
        },
        { name: 'AbortError' },
      );
    });

    it('leaves no descriptor open, however reading ends', async () => {
      const source = await sourceOf(randomBytes(3 * mebibyte));
      const before = await openFiles(folder);
      await read(source);
      for await (const chunk of source.open({}, signal)) if (chunk.length > 0) break;
      await truncate(join(folder, 'file'), 2 * mebibyte);
      await assert.rejects(read(source));
      await assert.rejects(readInOne(source));
      assert.deepEqual(await openFiles(folder), before);
    });
  });
}

async function read(source: Source, range: { start?: number; end?: number } = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open(range, signal)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isProblem(code: string, details?: object) {
  return (error: unknown) => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code);
    if (details) assert.deepEqual(error.details, details);
    return true;
  };
}

function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index++) bytes[index] = (index * 2654435761) >>> 13;
  return bytes;
}

async function touch(path: string): Promise<string> {
  await writeFile(path, '');
  return path;
}

/** Linux: what this process has open below a folder. */
async function openFiles(folder: string): Promise<string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(folder));
}

async function readInOne(source: Source): Promise<Uint8Array | undefined> {
  return source.read?.({ start: 0, end: source.size }, signal);
}
