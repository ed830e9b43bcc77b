import assert from 'node:assert/strict';
import type { Outcome, Selected } from '../../../src/core/model.ts';
import { preview, upload, type UploadOptions } from '../../../src/core/pipeline.ts';
import type { Destination, Sniffer } from '../../../src/core/ports.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from './fakeClock.ts';
import { destination, failure, gone, never, selected, takesAll, type Send } from './fakes.ts';

const sniffer: Sniffer = { detect: () => Promise.resolve(undefined) };
const queue = () => new TransferQueue({ clock: new FakeClock(), random: () => 0 });
const services = { sniffer };

function run(selection: Selected[], where: Destination = destination(), options: Partial<UploadOptions> = {}) {
  return upload(selection, where, { sniffer, queue: queue() }, { signal: never, ...options });
}

const brief = (outcomes: readonly Outcome[]) => outcomes.map(({ file, status }) => `${file} ${status}`);

describe('upload', () => {
  it('gives an outcome for each file, in the order of the selection', async () => {
    const send: Send = (files, options) =>
      files[0]?.name === 'b' ? Promise.reject(failure({ status: 400 })) : takesAll(files, options);
    const selection = [...selected('a'), gone, ...selected('b', 'c', 'a')];
    assert.deepEqual(brief(await run(selection, destination(send))), [
      'a uploaded',
      'gone failed',
      'b failed',
      'c uploaded',
    ]);
  });

  it('tells files apart that go by one path', async () => {
    const alike = (id: string, size: number): Selected => {
      const [one] = selected('site/a');
      assert.equal(one?.kind, 'source');
      return { kind: 'source', source: { ...one.source, id, size } };
    };
    const lost = (id: string): Selected => ({ ...gone, id, path: 'site/a' });
    const selection = [lost('file:///1'), alike('file:///2', 1), lost('file:///3'), alike('file:///4', 2)];
    const outcomes = await run(selection);
    assert.deepEqual(
      outcomes.map(({ id, status }) => [id, status]),
      [
        ['file:///1', 'failed'],
        ['file:///2', 'uploaded'],
        ['file:///3', 'failed'],
        ['file:///4', 'uploaded'],
      ],
    );
  });

  it('tells of each file as it ends', async () => {
    const ended: string[] = [];
    const onOutcome = ({ file, status }: Outcome) => void ended.push(`${file} ${status}`);
    await run([...selected('a'), gone], destination(), { onOutcome });
    assert.deepEqual(ended, ['gone failed', 'a uploaded']);
  });

  it('asks before it sends, and sends nothing when the answer is no', async () => {
    const send: Send = () => assert.fail('was sent');
    const asked: number[] = [];
    const confirm: UploadOptions['confirm'] = (plan) => {
      asked.push(plan.files.length, plan.totalBytes);
      return Promise.resolve(false);
    };
    const outcomes = await run([...selected('a', 'b'), gone], destination(send), { confirm });
    assert.deepEqual(asked, [2, 200]);
    assert.deepEqual(brief(outcomes), ['a cancelled', 'b cancelled', 'gone failed']);
  });

  it('sends when the answer is yes', async () => {
    const outcomes = await run(selected('a'), destination(), { confirm: () => Promise.resolve(true) });
    assert.deepEqual(brief(outcomes), ['a uploaded']);
  });

  it('does not ask when there is nothing to send', async () => {
    const confirm = () => assert.fail('was asked');
    assert.deepEqual(brief(await run([gone], destination(), { confirm })), ['gone failed']);
  });

  it('cancels all when cancelled while it plans', async () => {
    const controller = new AbortController();
    const slow: Sniffer = {
      detect: () => {
        controller.abort();
        return Promise.resolve(undefined);
      },
    };
    const slowly = { sniffer: slow, queue: queue() };
    const picky = destination(undefined, { limits: { filesPerRequest: 1, allow: ['*/*'] } });
    const outcomes = await upload(selected('a', 'b'), picky, slowly, { signal: controller.signal });
    assert.deepEqual(brief(outcomes), ['a cancelled', 'b cancelled']);
  });

  it('gives an empty list for an empty selection', async () => assert.deepEqual(await run([]), []));
});

describe('preview', () => {
  it('gives the plan and each request, and sends nothing', async () => {
    const send: Send = () => assert.fail('was sent');
    const where = destination(send, { limits: { filesPerRequest: 2 } });
    const { plan, requests } = await preview([...selected('a', 'b', 'c'), gone], where, services, never);
    assert.deepEqual(
      requests.map(({ body }) => body),
      [['a', 'b'], ['c']],
    );
    assert.deepEqual(brief(plan.refused), ['gone failed']);
  });
});
