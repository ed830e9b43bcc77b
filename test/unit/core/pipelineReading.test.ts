import assert from 'node:assert/strict';
import type { Selected } from '../../../src/core/model.ts';
import { read } from '../../../src/core/pipeline.ts';
import type { PageCounter, Reader } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Page } from '../../../src/core/reading/reading.ts';
import { FakeClock } from './fakeClock.ts';
import { gate, gone, never, selected, untilCancelled } from './fakes.ts';

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
