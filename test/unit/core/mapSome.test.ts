import assert from 'node:assert/strict';
import { mapSome } from '../../../src/core/mapSome.ts';

describe('mapping a long list', () => {
  it('keeps its order, however long each takes', async () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const results = await mapSome(items, async (item) => {
      for (let turns = item % 3; turns > 0; turns--) await turn();
      return item * 2;
    });
    assert.deepEqual(
      results,
      items.map((item) => item * 2),
    );
  });

  it('has no more than 16 under way', async () => {
    let underWay = 0;
    let most = 0;
    await mapSome(Array.from({ length: 100 }), async () => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
    });
    assert.equal(most, 16);
  });

  it('lets others have their turns, though nothing that it awaits waits', async () => {
    let turns = 0;
    const counting = setInterval(() => turns++);
    const busy = (ms: number) => {
      for (const end = performance.now() + ms; performance.now() < end;);
    };
    await mapSome(Array.from({ length: 64 }), () => {
      busy(1);
      return Promise.resolve();
    });
    clearInterval(counting);
    assert.ok(turns >= 3, `${turns} turns`);
  });

  it('fails with the first that fails', async () => {
    await assert.rejects(
      mapSome([1, 2, 3], (item) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item))),
      { message: 'two' },
    );
  });
});
