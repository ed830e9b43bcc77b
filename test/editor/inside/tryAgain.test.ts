import assert from 'node:assert/strict';
import { commands, window, type LogOutputChannel } from 'vscode';
import type { Outcome } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Chosen } from '../../../src/vscode/selectResources.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { TransferTree } from '../../../src/vscode/transfers/transferTree.ts';
import { keepForRetry, type Again, type Retry } from '../../../src/vscode/tryAgain.ts';
import { Person } from '../person.ts';

/** A file that failed. */
function failed(id: string, path: string): Outcome & { readonly status: 'failed' } {
  const problem = new Problem('connectionLost', { host: 'files.example' });
  return { status: 'failed', id, file: path, size: 1, durationMs: 1, attempts: 1, warnings: [], problem };
}

const a = failed('file:///one/site/a.txt', 'site/a.txt');
const sameName = failed('file:///two/site/a.txt', 'site/a.txt');
const unchecked: Outcome = {
  ...failed('file:///one/site/b.txt', 'site/b.txt'),
  problem: new Problem('notCheckable', { file: 'site/b.txt', reason: 'the server gave no link to it' }),
};
const unanswered = { host: 'files.example', reason: 'it was silent for 60 s' };
const unknown: Outcome = {
  ...failed('file:///one/site/c.txt', 'site/c.txt'),
  status: 'unknown',
  problem: new Problem('answerMissing', unanswered),
};
const repeatable: Outcome = {
  ...failed('file:///one/site/d.txt', 'site/d.txt'),
  status: 'unknown',
  problem: new Problem('allUnanswered', unanswered),
};

describe('What can be tried again', () => {
  let log: LogOutputChannel;
  let transfers: Transfers;
  let tries: (readonly Chosen[])[];
  before(() => {
    log = window.createOutputChannel('Retry', { log: true });
  });
  after(() => log.dispose());
  beforeEach(() => {
    transfers = new Transfers();
    tries = [];
  });
  afterEach(() => transfers.dispose());

  const begins: Again = (chosen, onBegin) => {
    tries.push(chosen);
    onBegin();
    return Promise.resolve();
  };
  const comesToNothing: Again = (chosen) => {
    tries.push(chosen);
    return Promise.resolve();
  };
  const keep = (outcomes: readonly Outcome[], again: Again): Retry =>
    keepForRetry({ log, transfers }, { destination: 'web', outcomes, externalLink: (link) => link }, again);
  const tried = () => tries.map((chosen) => chosen.map(({ uri, path }) => [uri.toString(), path]));
  const left = () => transfers.ended.flatMap(({ outcomes }) => outcomes);

  it('goes again from where it was, by the path it went by before, whoever shares that', async () => {
    await keep([{ ...sameName, status: 'uploaded' }, a], begins)([a]);
    assert.deepEqual(tried(), [[['file:///one/site/a.txt', 'site/a.txt']]]);
    assert.deepEqual(left(), []);
  });

  it('goes again by the name that told it from another of its batch', async () => {
    const before = { name: 'a (2).txt' };
    await keep([{ ...a, before }], begins)([{ ...a, before }]);
    assert.deepEqual(
      tries.flat().map((one) => one.before),
      [before],
    );
  });

  it('goes on with what was interrupted, but not where its file was gone: that was given up', async () => {
    const on = { ...a, goesOn: true } as const;
    const gone: Outcome = { ...on, problem: new Problem('fileNotFound', { file: 'site/a.txt' }) };
    for (const outcome of [on, gone, a]) await keep([outcome], begins)([outcome]);
    assert.deepEqual(
      tries.flat().map(({ goesOn }) => goesOn),
      [true, undefined, undefined],
    );
  });

  it('stays in sight, and can be tried again, when the other try never begins', async () => {
    const retry = keep([a], comesToNothing);
    await retry([a]);
    assert.deepEqual(left(), [a]);
    await retry([a]);
    assert.equal(tries.length, 2);
  });

  it('stays when what comes before the other try fails', async () => {
    const retry = keep([a], begins);
    await assert.rejects(
      retry([a], () => Promise.reject(new Error('locked'))),
      /locked/,
    );
    assert.deepEqual([left(), tries], [[a], []]);
  });

  it('goes once, however often that is asked for', async () => {
    using person = new Person();
    const retry = keep([a, sameName], begins);
    await retry([a]);
    await retry([a, sameName]);
    await retry([a, sameName], () => assert.fail('forgot a secret'));
    assert.deepEqual(tried(), [[['file:///one/site/a.txt', 'site/a.txt']], [['file:///two/site/a.txt', 'site/a.txt']]]);
    assert.equal((await person.isTold()).text, 'That was tried again already.');
  });

  it('is of a batch what failed or may be sent twice, and what else may be there when nothing is left of that', async () => {
    keep([a, unchecked, unknown, repeatable], begins);
    const tree = new TransferTree(transfers);
    const [row] = tree.childrenOf();
    assert.ok(row);
    const said = () => tree.treeItemOf(row).description;
    assert.equal(said(), '1 file was not uploaded, 2 files may not be there, 1 file was not checked');
    await commands.executeCommand('porter.retryTransfer', row);
    assert.deepEqual(left(), [unchecked, unknown]);
    assert.equal(said(), '1 file may not be there, 1 file was not checked');
    await commands.executeCommand('porter.retryTransfer', row);
    assert.deepEqual(left(), []);
  });
});
