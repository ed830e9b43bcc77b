import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Progress } from '../../../../src/core/model.ts';
import { percentDone, ProgressMeter, stalledSeconds } from '../../../../src/core/transfer/progress.ts';
import { FakeClock } from '../fakeClock.ts';

function meter(files: number, bytes: number) {
  const clock = new FakeClock();
  const reports: Progress[] = [];
  return { clock, reports, meter: new ProgressMeter({ files, bytes }, clock, (progress) => reports.push(progress)) };
}

describe('the progress meter', () => {
  it('reports at most every 150 ms', () => {
    const { clock, reports, meter: m } = meter(1, 1_000_000);
    for (let i = 0; i < 1000; i++) {
      clock.time += 1;
      m.add(1);
    }
    assert.equal(reports.length, 7);
  });

  it('reports the end at once', () => {
    const { reports, meter: m } = meter(1, 10);
    m.add(10);
    m.end();
    assert.deepEqual(
      reports.map(({ bytesDone, filesDone }) => [bytesDone, filesDone]),
      [
        [9, 0],
        [10, 1],
      ],
    );
  });

  it('reports what came too soon a moment later, though nothing follows it', () => {
    const { clock, reports, meter: m } = meter(2, 1000);
    m.add(10);
    clock.pass(100);
    m.fail(500);
    assert.equal(reports.length, 1);
    clock.pass(50);
    assert.deepEqual(
      reports.map(({ filesDone, bytesTotal }) => [filesDone, bytesTotal]),
      [
        [0, 1000],
        [1, 500],
      ],
    );
    assert.equal(clock.tickers, 0, 'nothing waits any more');
  });

  it('leaves nothing waiting at the end', () => {
    const { clock, meter: m } = meter(1, 10);
    m.add(1);
    m.add(9);
    m.end();
    assert.equal(clock.tickers, 0);
  });

  it('tells speed and time left', () => {
    const { clock, reports, meter: m } = meter(1, 10_000);
    clock.time = 1000;
    m.add(2000);
    assert.equal(reports[0]?.bytesPerSecond, 2000);
    assert.equal(reports[0].secondsLeft, 4);
  });

  it('tells no time left in the first second, whose speed says little', () => {
    const { clock, reports, meter: m } = meter(1, 60_000_000);
    clock.time = 230;
    m.add(3);
    clock.time = 1230;
    m.add(15_000_000);
    assert.deepEqual(
      reports.map((progress) => 'secondsLeft' in progress),
      [false, true],
    );
  });

  it('tells no time left when only the answer is missing, which may take any time', () => {
    const { clock, reports, meter: m } = meter(1, 10_000);
    clock.time = 2000;
    m.add(10_000);
    assert.equal(reports[0]?.bytesPerSecond, 5000);
    assert.equal('secondsLeft' in reports[0], false);
  });

  it('tells no time left before bytes move', () => {
    const { clock, reports, meter: m } = meter(2, 10_000);
    clock.time = 1000;
    m.end();
    assert.equal(reports[0]?.bytesPerSecond, 0);
    assert.equal('secondsLeft' in reports[0], false);
  });

  it('forgets speeds of more than five seconds ago', () => {
    const { clock, reports, meter: m } = meter(1, 1_000_000);
    for (let second = 1; second <= 20; second++) {
      clock.time = second * 1000;
      m.add(second <= 10 ? 10_000 : 1000);
    }
    assert.equal(reports.at(-1)?.bytesPerSecond, 1000);
  });

  it('counts taken-back bytes as speed, not as done', () => {
    const { clock, reports, meter: m } = meter(1, 10_000);
    clock.time = 1000;
    m.add(2000);
    clock.time = 2000;
    m.add(-2000);
    assert.equal(reports[1]?.bytesDone, 0);
    assert.equal(reports[1].bytesPerSecond, 1000);
  });

  it('takes five seconds without a byte for a stall', () => {
    assert.deepEqual([4999, 5000, 12_000].map(stalledSeconds), [undefined, 5, 12]);
  });

  it('tells of a stall only while bytes should move', () => {
    const { clock, reports, meter: m } = meter(1, 10_000);
    clock.time = 60_000;
    m.start();
    m.tick();
    assert.equal(reports[0]?.stalledSeconds, undefined);
    clock.time = 66_000;
    m.tick();
    assert.equal(reports[1]?.stalledSeconds, 6);
    m.add(1);
    clock.time = 67_000;
    m.tick();
    assert.equal(reports[2]?.stalledSeconds, undefined);
  });

  it('leaves out what will never be sent', () => {
    const { clock, reports, meter: m } = meter(2, 300);
    clock.time = 1000;
    m.fail(200);
    assert.equal(reports[0]?.bytesTotal, 100);
    m.add(100);
    m.end();
    assert.deepEqual([reports.at(-1)?.bytesDone, reports.at(-1)?.bytesTotal, reports.at(-1)?.filesDone], [100, 100, 2]);
  });

  it('is never complete before the last file has ended, whatever the bytes say', () => {
    const step = fc.record({ after: fc.nat(1000), bytes: fc.integer({ min: -500, max: 5000 }) });
    fc.assert(
      fc.property(fc.array(step), fc.nat(5000), (steps, total) => {
        const { clock, reports, meter: m } = meter(2, total);
        for (const { after, bytes } of steps) {
          clock.time += after;
          m.add(bytes);
        }
        m.end();
        for (const progress of reports) {
          assert.ok(progress.bytesDone < progress.bytesTotal || total === 0);
          assert.ok(percentDone(progress) < 100);
        }
      }),
    );
  });
});

describe('percentDone', () => {
  const progress = { filesDone: 0, filesTotal: 1, bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 };
  for (const [title, more, percent] of [
    ['is 0 at the beginning', { bytesTotal: 10 }, 0],
    ['is rounded down', { bytesDone: 1999, bytesTotal: 2000 }, 99],
    ['waits for the last answer', { bytesDone: 5, bytesTotal: 5 }, 99],
    ['counts files when there are no bytes', { filesDone: 1, filesTotal: 2 }, 50],
    ['is 100 when all files were uploaded', { filesDone: 1 }, 100],
    ['is 0 when the only file failed', { filesDone: 1, filesFailed: 1 }, 0],
    ['is never 100 when one failed', { filesDone: 2, filesTotal: 2, filesFailed: 1, bytesDone: 5, bytesTotal: 5 }, 99],
  ] as const) {
    it(title, () => assert.equal(percentDone({ ...progress, ...more }), percent));
  }
});
