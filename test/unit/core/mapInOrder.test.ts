import assert from 'node:assert/strict';
import { mapInOrder } from '../../../src/core/mapInOrder.ts';
import { gate } from './fakes.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- Where items come from takes its time elsewhere.
async function* lettersOf(text: string): AsyncGenerator<string> {
  yield* text;
}

async function all<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('mapInOrder', () => {
  for (const atOnce of [1, 2, 7]) {
    it(`gives results in the order of the items, ${atOnce} at a time`, async () => {
      const results = await all(mapInOrder(lettersOf('abcde'), atOnce, (letter) => Promise.resolve(letter + letter)));
      assert.deepEqual(results, ['aa', 'bb', 'cc', 'dd', 'ee']);
    });
  }

  it('asks for no more than there is, however many could be at work', async () => {
    let asked = 0;
    const letters = lettersOf('abc');
    const next = letters.next.bind(letters);
    letters.next = () => (asked++, next());
    const results = await all(mapInOrder(letters, 100_000, (letter) => Promise.resolve(letter)));
    assert.deepEqual(results, ['a', 'b', 'c']);
    assert.ok(asked <= 7, `${asked}`);
  });

  it('gives nothing for nothing', async () => {
    assert.deepEqual(await all(mapInOrder(lettersOf(''), 3, (letter) => Promise.resolve(letter))), []);
  });

  it('goes on beside a slow one, whose result the others wait for', async () => {
    const slow = gate();
    const begun: string[] = [];
    const lastBegun = gate();
    const results: string[] = [];
    const done = (async () => {
      const map = async (letter: string) => {
        begun.push(letter);
        if (letter === 'd') lastBegun.open();
        if (letter === 'a') await slow.opened;
        return letter;
      };
      for await (const result of mapInOrder(lettersOf('abcd'), 2, map)) results.push(result);
    })();
    await lastBegun.opened;
    assert.deepEqual([begun, results], [['a', 'b', 'c', 'd'], []]);
    slow.open();
    await done;
    assert.deepEqual(results, ['a', 'b', 'c', 'd']);
  });

  it('begins no further one when nobody wants more', async () => {
    const begun: string[] = [];
    const map = (letter: string) => Promise.resolve(void begun.push(letter));
    const results = mapInOrder(lettersOf('abcdefgh'), 1, map);
    await results.next();
    await results.return(undefined);
    assert.ok(begun.length <= 2, begun.join(''));
  });

  it('throws what mapping throws', async () => {
    const failing = mapInOrder(lettersOf('abc'), 2, (letter) =>
      letter === 'b' ? Promise.reject(new Error('no b')) : Promise.resolve(letter),
    );
    await assert.rejects(all(failing), /no b/);
  });

  it('throws in its turn what fails before a slow one, and leaves no rejection to nobody', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const [slow, lastFailed, bothFailed] = [gate(), gate(), gate()];
    const results: string[] = [];
    const map = async (letter: string) => {
      if (letter === 'a') await slow.opened;
      if (letter === 'a') return letter;
      if (letter === 'b') await lastFailed.opened;
      (letter === 'b' ? bothFailed : lastFailed).open();
      throw new Error(`no ${letter}`);
    };
    const done = (async () => {
      for await (const result of mapInOrder(lettersOf('abc'), 3, map)) results.push(result);
    })();
    await bothFailed.opened;
    // Node tells of a rejection that nobody handles after those that were due have been.
    await new Promise(setImmediate);
    assert.deepEqual([unhandled, results], [[], []]);
    slow.open();
    await assert.rejects(done, /no b/);
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    assert.deepEqual([unhandled, results], [[], ['a']]);
  });

  it('has ended what it began when it throws', async () => {
    const slow = gate();
    let ended = false;
    const failing = mapInOrder(lettersOf('ab'), 2, async (letter) => {
      if (letter === 'a') throw new Error('no a');
      await slow.opened;
      ended = true;
      return letter;
    });
    const thrown = failing.next();
    setImmediate(slow.open);
    await assert.rejects(thrown, /no a/);
    assert.equal(ended, true);
  });
});
