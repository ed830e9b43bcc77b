import assert from 'node:assert/strict';
import { ReadingTally, type ReadingProgress } from '../../../../src/core/reading/readingProgress.ts';
import { FakeClock } from '../fakeClock.ts';

describe('The progress of reading', () => {
  let clock: FakeClock;
  let last: ReadingProgress | undefined;
  beforeEach(() => {
    clock = new FakeClock();
    last = undefined;
  });

  function tallyOf(files: number): ReadingTally {
    return new ReadingTally(files, clock, (progress) => {
      last = progress;
    });
  }

  function secondsLeft(): number {
    return Math.round(last?.secondsLeft ?? NaN);
  }

  /** Reads a picture of a file in so many milliseconds. */
  function read(tally: ReadingTally, ms: number, of = { count: 1, ended: 0 }): void {
    const picture = {};
    const report = tally.begin(picture, 'a.jpg', of);
    clock.pass(ms);
    report(1);
    tally.end(picture, of);
  }

  it('tells the time left by the pace so far, once a picture was read', () => {
    const tally = tallyOf(4);
    read(tally, 3000);
    assert.equal(last?.secondsLeft, undefined);
    read(tally, 3000);
    assert.equal(secondsLeft(), 6);
  });

  it('tells no time left while the pace says little', () => {
    const tally = tallyOf(4);
    for (let picture = 0; picture < 3; picture++) read(tally, 500);
    assert.equal(last?.secondsLeft, undefined);
  });

  it('goes by the pace of late, as pictures that were read before go fast', () => {
    const tally = tallyOf(100);
    for (let picture = 0; picture < 50; picture++) read(tally, 1);
    for (let picture = 0; picture < 10; picture++) read(tally, 2000);
    assert.equal(secondsLeft(), 80);
  });

  it('tells of how many pages the one is that is read', () => {
    const tally = tallyOf(1);
    const of = { count: 3, ended: 0 };
    for (let page = 0; page < 2; page++) read(tally, 2000, of);
    assert.deepEqual([last?.filesDone, last?.filesTotal, last?.pages, secondsLeft()], [0, 1, 3, 2]);
  });
});
