import assert from 'node:assert/strict';
import { commands, env, TreeItemCollapsibleState } from 'vscode';
import type { Outcome } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { TransferItem } from '../../../src/core/transfer/batch.ts';
import { Person } from '../person.ts';
import { batchOf, begun, failed, fileOf, lost, View } from '../transferView.ts';

describe('A row of the view of uploads', () => {
  it('of a batch says how many files it is, and that it is paused', () => {
    using view = new View();
    const items: TransferItem[] = [
      { file: fileOf('a'), state: 'sending', bytesDone: 1e6 },
      { file: fileOf('b'), state: 'waiting', bytesDone: 0 },
    ];
    const transfer = begun(view.transfers, items);
    assert.deepEqual(view.saidBelow(), [['To “web”, 2 files', 'pause cancel']]);
    for (const [place, { file }] of items.entries()) items[place] = { file, state: 'paused', bytesDone: 0 };
    transfer.recount();
    assert.deepEqual(view.saidBelow(), [['To “web”, 2 files, paused', 'resume cancel']]);
  });

  it('of a batch says that files are got ready, and lets that be cancelled', () => {
    using view = new View();
    view.transfers.begin('web', () => undefined);
    assert.deepEqual(view.saidBelow(), [['To “web”, gets files ready', 'cancel']]);
  });

  it('of a file whose name would turn it around tells the name’s characters', () => {
    using view = new View();
    begun(view.transfers, [{ file: fileOf('evil\u202egpj.bin'), state: 'waiting', bytesDone: 0 }]);
    const [row] = view.below(view.only);
    assert.ok(row);
    assert.equal(view.tree.treeItemOf(row).label, 'evil\\u202egpj.bin');
    assert.doesNotMatch(JSON.stringify(view.tree.treeItemOf(row)), /\u202e/);
  });

  it('of a file says where it stands, and why', () => {
    using view = new View();
    const again = fileOf('again');
    const transfer = begun(view.transfers, [
      { file: fileOf('sent'), state: 'sending', bytesDone: 1e6 },
      { file: again, state: 'retrying', bytesDone: 5e5, problem: lost },
      { file: fileOf('still'), state: 'paused', bytesDone: 2e5 },
      { file: fileOf('next'), state: 'waiting', bytesDone: 0 },
      { file: fileOf('there'), state: 'uploaded', bytesDone: 2e6 },
      { file: fileOf('not'), state: 'failed', bytesDone: 0, problem: lost },
    ]);
    transfer.retry({ files: [again.source.path], problem: lost, delayMs: 3_500 });
    assert.deepEqual(view.saidBelow(view.only), [
      ['sent, 50 % of 2 MB', 'pause cancel'],
      [`again, 25 %, again in 4 s: ${lost.event}`, 'pause cancel problem'],
      ['still, paused at 10 % of 2 MB', 'resume cancel'],
      ['next, waits, 2 MB', 'pause cancel'],
      ['there, uploaded, 2 MB', ''],
      [`not, ${lost.message}`, 'problem'],
    ]);
  });

  it('of a file that goes on counts no byte into its speed that the server had already', () => {
    using view = new View();
    const file = fileOf('resumed');
    const items: TransferItem[] = [{ file, state: 'sending', bytesDone: 0 }];
    const transfer = begun(view.transfers, items);
    const before = Date.now();
    while (Date.now() === before);
    items[0] = { file, state: 'sending', bytesDone: 1e6, bytesFound: 1e6 };
    transfer.recount();
    assert.equal(transfer.speedOf(file)?.bytesPerSecond, 0);
  });

  it('of a file whose request cannot stop offers no pause, and neither does its batch', () => {
    using view = new View();
    const transfer = view.transfers.begin('web', () => undefined);
    const items: TransferItem[] = [{ file: fileOf('posted'), state: 'sending', bytesDone: 1e6 }];
    transfer.begin({ ...batchOf(items), mayPause: () => false });
    transfer.recount();
    assert.deepEqual(view.said(view.only), ['To “web”, 1 file', 'cancel']);
    assert.deepEqual(view.saidBelow(view.only), [['posted, 50 % of 2 MB', 'cancel']]);
  });

  it('stands for the files that are not shown, when they are 100,000', () => {
    using view = new View();
    const items = Array.from({ length: 100_000 }, (_, index): TransferItem => {
      return { file: fileOf(String(index)), state: index === 70_000 ? 'sending' : 'waiting', bytesDone: 0 };
    });
    begun(view.transfers, items);
    const rows = view.saidBelow(view.only).map(([label]) => label);
    assert.equal(rows.length, 101);
    assert.deepEqual(rows.slice(-2), ['70000, 0 % of 2 MB', '… and 99900 more']);
  });

  it('does not say of a file that may be there that it was not uploaded', () => {
    const said = (outcome: Outcome) => {
      using view = new View();
      view.transfers.keep('web', [outcome], () => Promise.resolve());
      return view.said(view.only)[0];
    };
    assert.equal(said({ ...failed, status: 'unknown' }), 'To “web”, 1 file may not be there');
    const problem = new Problem('notCheckable', { file: 'a.bin', reason: 'the server gave no link to it' });
    assert.equal(said({ ...failed, problem }), 'To “web”, 1 file was not checked');
  });

  it('keeps a file that failed, with Retry, until it is cleared', () => {
    using view = new View();
    const ended = view.transfers.keep('web', [failed], () => Promise.resolve());
    const node = view.only;
    assert.deepEqual(view.said(node), ['To “web”, 1 file was not uploaded', 'retry clear']);
    assert.equal(view.tree.treeItemOf(node).collapsibleState, TreeItemCollapsibleState.Expanded);
    assert.deepEqual(view.saidBelow(node), [[`a.bin, ${lost.message}`, 'retry problem clear']]);
    view.transfers.clear(ended, [failed]);
    assert.deepEqual(view.below(), []);
  });
});

describe('Copy Link', () => {
  it('of files that could not be checked gives their links, as a browser reaches them', async () => {
    using view = new View();
    const outcomes = ['a', 'b'].map((name): Outcome => {
      const problem = new Problem('notCheckable', { file: `${name}.bin`, reason: 'the server does not tell its size' });
      return { ...failed, file: `${name}.bin`, problem, url: `http://127.0.0.1:1/${name}` };
    });
    const externalLink = (link: string) => link.replace('http://127.0.0.1:1', 'https://outside.example');
    view.transfers.keep('web', [...outcomes, failed], () => Promise.resolve(), externalLink);
    const rows = view.below(view.only);
    assert.deepEqual(
      view.saidBelow(view.only).map(([, actions]) => actions),
      ['retry problem link clear', 'retry problem link clear', 'retry problem clear'],
    );
    await commands.executeCommand('porter.copyLinkOfTransfer', rows[0], rows);
    assert.equal(await env.clipboard.readText(), 'https://outside.example/a\nhttps://outside.example/b');
  });
});

describe('Show Problem', () => {
  it('on many rows tells each reason once, in one message, with what helps', async () => {
    using person = new Person();
    using view = new View();
    const refused = new Problem('unauthorized', { host: 'files.example', status: 403, reason: '' });
    const outcomes = ['a', 'b', 'c'].map((name, index): Outcome => {
      return { ...failed, file: `folder/${name}.bin`, problem: index === 2 ? refused : lost };
    });
    view.transfers.keep('web', outcomes, () => Promise.resolve());
    const rows = view.below(view.only);
    assert.equal(rows.length, 3);
    await commands.executeCommand('porter.explainTransfer', rows[0], rows);
    const told = await person.isTold();
    assert.equal(told.text, `folder/a.bin, folder/b.bin: ${lost.message} folder/c.bin: ${refused.message}`);
    assert.deepEqual([told.severity, told.buttons], ['error', ['Open Settings', 'Show Details']]);
    assert.deepEqual(person.unheard, []);
  });
});
