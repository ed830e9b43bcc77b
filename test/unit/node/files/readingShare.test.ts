import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readingHere } from '../../../../src/node/files/fileReading.ts';
import { fileSource } from '../../../../src/node/files/fileSource.ts';
import { ReadingShare } from '../../../../src/node/files/readingShare.ts';

const mebibyte = 1024 * 1024;

/** Reads of so many milliseconds, one every so many. @returns when the share was found to be large, if it was. */
function foundAt(read: number, every: number, from = 0, share = new ReadingShare()): number | undefined {
  for (let time = from; time < from + 100; time += every) {
    if (share.isLarge(time, time + read)) return time - from;
  }
  return undefined;
}

describe('the share of the time that reading takes', () => {
  it('is large from the first read on that is not from memory', () => {
    assert.equal(foundAt(6, 50), 0);
  });

  it('is large when it has been more than a quarter for a while', () => {
    const at = foundAt(0.1, 0.3);
    assert.ok(at !== undefined && at > 39 && at < 41, `${at}`);
  });

  it('is not large when it is less', () => {
    assert.equal(foundAt(0.1, 0.5), undefined);
    assert.equal(foundAt(4, 80), undefined);
  });

  it('is of late', () => {
    const share = new ReadingShare();
    assert.equal(foundAt(0.01, 1, 0, share), undefined);
    const at = foundAt(2, 3, 100, share);
    assert.ok(at !== undefined && at < 90, `${at}`);
  });
});

describe('a file whose reading takes most of the time', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read on by another thread, and gives the same bytes', async () => {
    const path = join(folder, 'file');
    const file = await open(path, 'w');
    // So large that reading it takes a while; it has no more on the disk than these.
    const numbers = 2048;
    for (let number = 0; number < numbers; number++)
      await file.write(Uint8Array.of(number, number >> 8), 0, 2, number * mebibyte);
    await file.close();

    const { signal } = new AbortController();
    let position = 0;
    let aheadAt: number | undefined;
    for await (const chunk of (await fileSource(path, 'file', signal, readingHere)).open({}, signal)) {
      const first = Math.ceil(position / mebibyte);
      for (let number = first; number * mebibyte + 1 < position + chunk.length; number++) {
        const at = number * mebibyte - position;
        assert.equal(chunk[at] ?? NaN, number & 255);
        assert.equal(chunk[at + 1], number >> 8);
      }
      position += chunk.length;
      if (process.getActiveResourcesInfo().includes('FSReqCallback')) aheadAt ??= position;
      if (aheadAt !== undefined && position > aheadAt + 32 * mebibyte) break;
    }
    assert.ok(aheadAt !== undefined);
  });
});
