import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pace } from '../../../../../src/core/ports.ts';
import { filePayload } from '../../../../../src/node/destinations/s3/payload.ts';
import { digests } from '../../../../../src/node/files/digest.ts';
import { fileSource } from '../../../../../src/node/files/fileSource.ts';

const { signal } = new AbortController();

describe('what S3 gets of a file', () => {
  let folder: string;
  const bytes = Buffer.from(Array.from({ length: 1_500_000 }, (_, index) => (index * 31 + (index >> 8)) & 255));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    await writeFile(join(folder, 'file'), bytes);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const limit: Pace = { isLimited: true, take: (most) => Promise.resolve(Math.min(most, 1000)) };
  for (const [start, end] of [
    [300_000, 600_000],
    [300_000, 1_500_000],
  ] as const) {
    for (const pace of [undefined, limit]) {
      it(`is bytes ${start} to ${end}, signed as they are, ${pace ? 'with' : 'without'} a bandwidth limit`, async () => {
        const source = await fileSource(join(folder, 'file'), 'file', signal);
        const options = { signal, onBytes: () => undefined, contentType: '', digests, ...(pace && { pace }) };
        const payload = await filePayload(source, { start, end }, { ...options, sums: ['sha256'] });
        const body = await payload.body();
        const sent = body.content instanceof Uint8Array ? [body.content] : [];
        if (!(body.content instanceof Uint8Array))
          for await (const piece of body.content) sent.push(Buffer.from(piece));
        const expected = bytes.subarray(start, end);
        assert.ok(Buffer.concat(sent).equals(expected));
        assert.equal(payload.sha256, createHash('sha256').update(expected).digest('hex'));
      });
    }
  }
});
