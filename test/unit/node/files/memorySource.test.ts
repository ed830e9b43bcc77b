import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { memorySource } from '../../../../src/node/files/memorySource.ts';

describe('bytes in memory as a source', () => {
  const { signal } = new AbortController();
  const source = memorySource(
    { id: 'untitled:Untitled-1', name: 'Untitled-1', path: 'Untitled-1' },
    Buffer.from('hello'),
  );

  it('tell their size', () => {
    assert.equal(source.size, 5);
  });

  it('are given whole, and as a range', async () => {
    assert.equal((await buffer(source.open({}, signal))).toString(), 'hello');
    assert.equal((await buffer(source.open({ start: 1, end: 3 }, signal))).toString(), 'el');
  });

  it('give nothing when there are none', async () => {
    const empty = memorySource({ id: 'untitled:2', name: '2', path: '2' }, new Uint8Array());
    assert.equal((await buffer(empty.open({}, signal))).length, 0);
  });

  it('are not given once cancelled', async () => {
    await assert.rejects(buffer(source.open({}, AbortSignal.abort())), { name: 'AbortError' });
  });
});
