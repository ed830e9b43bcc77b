import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferError, type Failure } from '../../../../src/core/transfer/transferError.ts';
import { RenewedReceiver, type Renew } from '../../../../src/node/destinations/renewedReceiver.ts';
import { FakeClock } from '../../core/fakeClock.ts';
import { destination, failure, never, planned, takesAll, type Send } from '../../core/fakes.ts';

const refused = failure({ status: 401 });
const options = { signal: never, onBytes: () => undefined };

describe('A receiver that may be started again', () => {
  /** How often each was asked, the first and the one that is found later. */
  let asked: string[];
  let clock: FakeClock;
  beforeEach(() => {
    asked = [];
    clock = new FakeClock();
  });

  function called(name: string, send: Send) {
    return destination((files, how) => (asked.push(name), send(files, how)), { name });
  }

  const failing = (error: Error) => called('first', () => Promise.reject(error));
  const found = () => called('found', takesAll);

  async function problemOf(renew: Renew | undefined, error: Error): Promise<TransferError> {
    const receiver = new RenewedReceiver(failing(error), renew, clock);
    const thrown: unknown = await receiver.destination.send([planned('a')], options).catch((thrown: unknown) => thrown);
    assert.ok(thrown instanceof TransferError);
    return thrown;
  }

  for (const [what, how] of [
    ['refuses the token', { status: 401 }],
    ['is closing', { status: 503, sent: 'nothing' }],
    ['is not there', { networkCode: 'ECONNREFUSED', sent: 'nothing' }],
  ] as const satisfies readonly (readonly [string, Partial<Failure>])[]) {
    it(`is looked for when it ${what}, and from then on asked where it is`, async () => {
      const { destination } = new RenewedReceiver(failing(failure(how)), () => Promise.resolve(found()), clock);
      for (let time = 0; time < 2; time++) {
        const [uploaded] = await destination.send([planned('a')], options);
        assert.equal(uploaded?.url, 'http://example.com/a');
      }
      assert.deepEqual(asked, ['first', 'found', 'found']);
    });
  }

  it('is looked for a little longer: it may listen before it can be found', async () => {
    let looks = 0;
    const renew = () => Promise.resolve(++looks < 3 ? undefined : found());
    const { destination } = new RenewedReceiver(failing(refused), renew, clock);
    await destination.send([planned('a')], options);
    assert.deepEqual([looks, asked, clock.slept], [3, ['first', 'found'], [200, 200]]);
  });

  it('is waited for once: later requests only look', async () => {
    const receiver = new RenewedReceiver(failing(refused), () => Promise.resolve(undefined), clock);
    for (let time = 0; time < 3; time++) {
      await assert.rejects(receiver.destination.send([planned('a')], options));
      assert.equal(clock.slept.length, 9);
    }
  });

  it('checks what it has where it is now', async () => {
    const verify = (name: string) => () => (asked.push(name), Promise.resolve());
    const first = { ...failing(refused), verify: verify('first') };
    const renew = () => Promise.resolve({ ...found(), verify: verify('found') });
    const { destination } = new RenewedReceiver(first, renew, clock);
    await destination.send([planned('a')], options);
    await destination.verify?.({}, planned('a'), never);
    assert.deepEqual(asked, ['first', 'found', 'found']);
  });

  it('is not looked for when something else fails', async () => {
    const renew = () => assert.fail('nobody looks');
    for (const how of [{ status: 403 }, { networkCode: 'ECONNRESET' }, { networkCode: 'ECONNREFUSED' }]) {
      assert.deepEqual((await problemOf(renew, failure(how))).failure, { sent: 'something', ...how });
    }
  });

  it('has a sentence of its own when it is not found', async () => {
    for (const renew of [undefined, () => Promise.resolve(undefined)]) {
      const { problem } = await problemOf(renew, refused);
      assert.equal(
        problem.message,
        'The receiver at example.com wants another token than when this upload began: it was started again. Upload it again.',
      );
    }
    const gone = failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' });
    assert.equal(await problemOf(() => Promise.resolve(undefined), gone), gone);
  });

  it('tells what of the file itself is wrong', async () => {
    const missing = new Problem('fileNotFound', { file: 'a' });
    const { destination } = new RenewedReceiver(failing(missing), () => assert.fail('nobody looks'), clock);
    await assert.rejects(destination.send([planned('a')], options), missing);
  });
});
