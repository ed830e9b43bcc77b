import assert from 'node:assert/strict';
import type { Outcome, Selected } from '../../../src/core/model.ts';
import type { Page } from '../../../src/core/reading.ts';
import { preview, read, upload, type UploadOptions } from '../../../src/core/pipeline.ts';
import type { Destination, PageCounter, Reader, Sniffer } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from './fakeClock.ts';
import { destination, failure, gate, never, selected, takesAll, untilCancelled, type Send } from './fakes.ts';

const sniffer: Sniffer = { detect: () => Promise.resolve(undefined) };
const queue = () => new TransferQueue({ clock: new FakeClock(), random: () => 0 });
const services = { sniffer };
const gone: Selected = {
  kind: 'rejected',
  id: 'gone',
  path: 'gone',
  problem: new Problem('fileNotFound', { file: 'gone' }),
};

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

const page: Page = {
  width: 100,
  height: 100,
  lines: [
    { text: 'TOTAL 9.54', box: [0, 50, 100, 60] },
    { text: '01/02/2018', box: [0, 70, 100, 80] },
  ],
};

/** Reads all but those that it is told not to. */
function reader(problems: Readonly<Record<string, Problem>> = {}): Reader {
  return {
    engine: 'fake 1',
    read: ({ path }, { onProgress }) => {
      onProgress?.(0.5);
      const problem = problems[path];
      return problem ? Promise.reject(problem) : Promise.resolve(page);
    },
  };
}

const notAnImage = (file: string) => ({ [file]: new Problem('notAnImage', { file, mediaType: 'text/plain' }) });
const readAll = (selection: Selected[], by: Reader = reader()) =>
  read(selection, by, { signal: never, clock: new FakeClock() });

describe('read', () => {
  it('makes a receipt of each page', async () => {
    const [reading] = await readAll(selected('a.png'));
    assert.ok(reading?.status === 'read');
    assert.equal(reading.engine, 'fake 1');
    assert.equal(reading.receipt.total?.value, 9.54);
    assert.equal(reading.page, page);
  });

  it('lists what is no picture as skipped beside pictures', async () => {
    const readings = await readAll(selected('a.png', 'b.txt', 'c.png'), reader(notAnImage('b.txt')));
    assert.deepEqual(
      readings.map(({ file, status }) => `${file} ${status}`),
      ['a.png read', 'b.txt skipped', 'c.png read'],
    );
  });

  it('fails when the one file chosen is no picture', async () => {
    assert.equal((await readAll(selected('b.txt'), reader(notAnImage('b.txt'))))[0]?.status, 'failed');
  });

  it('fails for a picture that is none, also beside others', async () => {
    const readings = await readAll(selected('a.png', 'b.jpg'), reader(notAnImage('b.jpg')));
    assert.equal(readings[1]?.status, 'failed');
  });

  it('goes on after a picture that is damaged', async () => {
    const damaged = { 'a.png': new Problem('imageDamaged', { file: 'a.png', reason: 'cut off' }) };
    const readings = await readAll([gone, ...selected('a.png', 'b.png')], reader(damaged));
    assert.deepEqual(
      readings.map(({ status }) => status),
      ['failed', 'failed', 'read'],
    );
  });

  it('says how far it is', async () => {
    const fractions: string[] = [];
    await read(selected('a', 'b'), reader(), {
      signal: never,
      onProgress: ({ file, fraction, filesDone }) => void fractions.push(`${file} ${filesDone} ${fraction}`),
    });
    assert.deepEqual(fractions, ['a 0 0', 'a 0 0.25', 'b 1 0.5', 'b 1 0.75']);
  });

  it('reads each page of a document, and counts how far it is in files', async () => {
    const pages: PageCounter = { count: ({ name }) => Promise.resolve(name === 'b.pdf' ? 2 : 1) };
    const ids: string[] = [];
    const progress: string[] = [];
    const readings = await read(selected('a.png', 'b.pdf', 'c.png'), reader(), {
      signal: never,
      pages,
      onReading: (_, one) => void ids.push(one.kind === 'source' ? `${one.source.id} ${one.source.page}` : ''),
      onProgress: ({ file, fraction, filesDone, filesTotal }) =>
        void progress.push(`${file}: ${filesDone} of ${filesTotal}, ${Math.round(fraction * 12)}/12`),
    });
    assert.deepEqual(
      readings.map(({ file, status }) => `${file} ${status}`),
      ['a.png read', 'b.pdf, page 1 read', 'b.pdf, page 2 read', 'c.png read'],
    );
    assert.deepEqual(ids, [
      'file:///chosen/a.png undefined',
      'file:///chosen/b.pdf#page=1 1',
      'file:///chosen/b.pdf#page=2 2',
      'file:///chosen/c.png undefined',
    ]);
    assert.deepEqual(progress, [
      'a.png: 0 of 3, 0/12',
      'a.png: 0 of 3, 2/12',
      'b.pdf, page 1: 1 of 3, 4/12',
      'b.pdf, page 1: 1 of 3, 5/12',
      'b.pdf, page 2: 1 of 3, 6/12',
      'b.pdf, page 2: 1 of 3, 7/12',
      'c.png: 2 of 3, 8/12',
      'c.png: 2 of 3, 10/12',
    ]);
  });

  it('names pages as it is told', async () => {
    const pages: PageCounter = { count: () => Promise.resolve(2) };
    const pageName = (page: number) => ` (Seite ${page})`;
    const readings = await read(selected('b.pdf'), reader(), { signal: never, pages, pageName });
    assert.deepEqual(
      readings.map(({ file }) => file),
      ['b.pdf (Seite 1)', 'b.pdf (Seite 2)'],
    );
  });

  it('fails for a document that cannot be opened, and goes on', async () => {
    const locked = new Problem('pdfLocked', { file: 'a.pdf' });
    const pages: PageCounter = {
      count: ({ name }) => (name === 'a.pdf' ? Promise.reject(locked) : Promise.resolve(1)),
    };
    const readings = await read(selected('a.pdf', 'b.png'), reader(), { signal: never, pages });
    assert.deepEqual(readings[0], { status: 'failed', file: 'a.pdf', problem: locked });
    assert.equal(readings[1]?.status, 'read');
  });

  it('reads as many at the same time as it is told', async () => {
    let underWay = 0;
    let most = 0;
    const bothRead = gate();
    const waiting: Reader = {
      engine: 'waiting',
      read: async () => {
        most = Math.max(most, ++underWay);
        if (underWay === 2) bothRead.open();
        await bothRead.opened;
        underWay--;
        return page;
      },
    };
    const readings = await read(selected('a', 'b', 'c', 'd', 'e'), waiting, { signal: never, jobs: 2 });
    assert.deepEqual([most, readings.map(({ file }) => file).join('')], [2, 'abcde']);
  });

  it('stops when cancelled within a document, the rest of which is one', async () => {
    const controller = new AbortController();
    const second: Reader = {
      engine: 'second',
      read: ({ page: number }, { signal }) => {
        if (number !== 2) return Promise.resolve(page);
        const cancelled = untilCancelled(signal);
        controller.abort();
        return cancelled;
      },
    };
    const pages: PageCounter = { count: ({ name }) => Promise.resolve(name === 'a.pdf' ? 100 : 1) };
    const readings = await read(selected('a.pdf', 'b.png'), second, { signal: controller.signal, pages });
    assert.deepEqual(
      readings.map(({ status, file }) => `${file}: ${status}`),
      ['a.pdf, page 1: read', 'a.pdf: cancelled', 'b.png: cancelled'],
    );
  });

  it('has what is left of a document behind those of its pages that were read when it was cancelled', async () => {
    const controller = new AbortController();
    const third: Reader = {
      engine: 'third',
      read: ({ page: number }, { signal }) => {
        if (number !== 3) return untilCancelled(signal);
        controller.abort();
        return Promise.resolve(page);
      },
    };
    const pages: PageCounter = { count: () => Promise.resolve(4) };
    const how = { signal: controller.signal, pages, jobs: 3 };
    const readings = await read(selected('a.pdf', 'b.pdf'), third, how);
    assert.deepEqual(
      readings.map(({ status, file }) => `${file}: ${status}`),
      ['a.pdf, page 3: read', 'a.pdf: cancelled', 'b.pdf: cancelled'],
    );
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    const slow: Reader = {
      engine: 'slow',
      read: (_, { signal }) => {
        const cancelled = untilCancelled(signal);
        controller.abort();
        return cancelled;
      },
    };
    const readings = await read(selected('a', 'b'), slow, { signal: controller.signal });
    assert.deepEqual(readings, [
      { status: 'cancelled', file: 'a' },
      { status: 'cancelled', file: 'b' },
    ]);
  });
});
