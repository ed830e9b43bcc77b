import assert from 'node:assert/strict';
import type { Pace } from '../../../../src/core/ports.ts';
import { joinedBody, Outflow } from '../../../../src/node/destinations/fileBody.ts';
import { memorySource } from '../../../../src/node/files/memorySource.ts';

const signal = new AbortController().signal;
const source = memorySource({ id: 'a', name: 'a', path: 'a' }, new Uint8Array(2 * 512 * 1024));

/** A limit that can be set and lifted, and how many bytes it was asked for. */
class Switch implements Pace {
  isLimited = false;
  readonly asked: number[] = [];

  take(most: number): Promise<number> {
    this.asked.push(most);
    return Promise.resolve(Math.min(most, 16 * 1024));
  }
}

function outflowOf(pace: Pace): Outflow {
  return new Outflow({ signal, onBytes: () => undefined, pace });
}

describe('the body of a request', () => {
  it('leaves as it is read while there is no limit, and in small pieces as soon as there is one', async () => {
    const pace = new Switch();
    const body = await joinedBody([{ source, range: { start: 0, end: source.size } }], '', outflowOf(pace));
    assert.ok(!(body.content instanceof Uint8Array));
    const pieces = body.content[Symbol.asyncIterator]();
    assert.equal(((await pieces.next()).value as Uint8Array).length, 512 * 1024);
    assert.deepEqual(pace.asked, []);
    pace.isLimited = true;
    assert.equal(((await pieces.next()).value as Uint8Array).length, 16 * 1024);
    assert.deepEqual(pace.asked, [512 * 1024]);
    pace.isLimited = false;
    assert.equal(((await pieces.next()).value as Uint8Array).length, 496 * 1024);
    assert.equal((await pieces.next()).done, true);
    assert.deepEqual(pace.asked, [512 * 1024]);
  });

  it('is one buffer when it is small, unless there is a limit', async () => {
    const pace = new Switch();
    const piece = { source, range: { start: 0, end: 100 } };
    assert.ok((await joinedBody([piece], '', outflowOf(pace))).content instanceof Uint8Array);
    pace.isLimited = true;
    assert.ok(!((await joinedBody([piece], '', outflowOf(pace))).content instanceof Uint8Array));
  });
});
