import assert from 'node:assert/strict';
import type { Source } from '../../../../src/core/model.ts';
import { ContentHashes } from '../../../../src/node/files/contentHashes.ts';

const never = new AbortController().signal;

/** A source of three bytes that tells how often it was read. */
function counted(): Source & { readonly reads: () => number } {
  let reads = 0;
  return {
    id: 'memory:1',
    name: 'a.pdf',
    path: 'a.pdf',
    size: 3,
    reads: () => reads,
    async *open(_range, signal) {
      reads++;
      signal.throwIfAborted();
      yield Promise.resolve(Buffer.from('abc'));
    },
  };
}

describe('The hash of a content', () => {
  it('is its SHA-256, for which a file is read once for all of its pages', async () => {
    const source = counted();
    const hashes = new ContentHashes();
    const [whole, page] = await Promise.all([hashes.of(source, never), hashes.of({ ...source, page: 2 }, never)]);
    // FIPS 180-2, appendix B.1.
    assert.equal(whole, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(page, `${whole}-2`);
    assert.equal(hashes.known(source), whole);
    assert.equal(source.reads(), 1);
  });

  it('is looked for again by who asks after it was cancelled', async () => {
    const source = counted();
    const hashes = new ContentHashes();
    await assert.rejects(hashes.of(source, AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(hashes.known(source), undefined);
    assert.match(await hashes.of(source, never), /^ba78/);
  });
});
