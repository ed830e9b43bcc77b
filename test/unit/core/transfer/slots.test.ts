import assert from 'node:assert/strict';
import { Slots, type Claimant } from '../../../../src/core/transfer/slots.ts';

/** A claimant with so many requests to make; each ends when told to. */
class Requests implements Claimant {
  readonly host: string;
  readonly destination: string;
  readonly concurrency: number | undefined;
  left: number;
  readonly running: (() => void)[] = [];

  constructor(left: number, { host = 'a', destination = 'd', concurrency }: Partial<Claimant> = {}) {
    this.left = left;
    this.host = host;
    this.destination = destination;
    this.concurrency = concurrency;
  }

  take(): Promise<void> | undefined {
    if (this.left === 0) return undefined;
    this.left--;
    return new Promise((resolve) => this.running.push(resolve));
  }

  /** Ends the oldest request. */
  async end(): Promise<void> {
    this.running.shift()?.();
    await Promise.resolve();
  }
}

describe('slots', () => {
  it('let so many requests go to a host at the same time, over all who send to it', () => {
    const slots = new Slots(3);
    const [one, other] = [new Requests(10), new Requests(10)];
    slots.add(one);
    slots.add(other);
    assert.deepEqual([one.running.length, other.running.length], [3, 0]);
  });

  it('let fewer go to a destination that takes fewer', () => {
    const slots = new Slots(4);
    const [one, other] = [new Requests(10, { concurrency: 1 }), new Requests(10, { concurrency: 1 })];
    slots.add(one);
    slots.add(other);
    assert.equal(one.running.length + other.running.length, 1);
  });

  it('let four times as many go over all hosts', () => {
    const slots = new Slots(2);
    const hosts = ['a', 'b', 'c', 'd', 'e'].map((host) => new Requests(10, { host, destination: host }));
    for (const requests of hosts) slots.add(requests);
    assert.deepEqual(
      hosts.map(({ running }) => running.length),
      [2, 2, 2, 2, 0],
    );
  });

  it('take turns, so that a small batch does not wait for a large one', async () => {
    const slots = new Slots(2);
    const [large, small] = [new Requests(1000), new Requests(2)];
    slots.add(large);
    slots.add(small);
    await large.end();
    await large.end();
    assert.deepEqual([large.running.length, small.running.length], [1, 1]);
  });

  it('are filled again as requests end, until nothing is left', async () => {
    const slots = new Slots(2);
    const requests = new Requests(5);
    slots.add(requests);
    for (let ended = 0; ended < 5; ended++) {
      assert.ok(requests.running.length <= 2);
      await requests.end();
    }
    assert.deepEqual([requests.left, requests.running.length], [0, 0]);
  });

  it('are more at once when the setting is raised, and fewer as requests end when it is lowered', async () => {
    const slots = new Slots(1);
    const requests = new Requests(10);
    slots.add(requests);
    slots.concurrency = 3;
    assert.equal(requests.running.length, 3);
    slots.concurrency = 1;
    await requests.end();
    await requests.end();
    assert.equal(requests.running.length, 1);
    await requests.end();
    assert.equal(requests.running.length, 1);
  });

  it('are never handed out twice, also when whoever takes one asks for more meanwhile', () => {
    const slots = new Slots(2);
    const requests = new Requests(10);
    const eager: Claimant = {
      host: 'a',
      destination: 'd',
      concurrency: undefined,
      take: () => {
        slots.fill();
        return requests.take();
      },
    };
    slots.add(eager);
    assert.equal(requests.running.length, 2);
  });

  it('go to nobody who left', async () => {
    const slots = new Slots(1);
    const requests = new Requests(10);
    slots.add(requests);
    slots.remove(requests);
    await requests.end();
    assert.equal(requests.left, 9);
  });
});
