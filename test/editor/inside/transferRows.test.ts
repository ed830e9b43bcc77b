import assert from 'node:assert/strict';
import { commands, env, TreeItemCollapsibleState } from 'vscode';
import type { Batch, TransferItem } from '../../../src/core/transfer/batch.ts';
import type { Outcome, PlannedFile } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import type { Transfer } from '../../../src/vscode/transfers/transfer.ts';
import { TransferTree, type TransferNode } from '../../../src/vscode/transfers/transferTree.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { statusOf, totalText } from '../../../src/vscode/transfers/transferTotals.ts';
import { Person } from '../person.ts';

const lost = new Problem('connectionLost', { host: 'files.example' });

function fileOf(name: string, size = 2_000_000): PlannedFile {
  const source = { ...memorySource({ id: name, name, path: `folder/${name}` }, new Uint8Array()), size };
  return { source, name, mediaType: 'text/plain', warnings: [] };
}

/** A batch whose files stand as told. */
function batchOf(items: readonly TransferItem[]): Batch {
  const nothing = () => undefined;
  const going = ({ state }: TransferItem) => ['waiting', 'sending', 'retrying'].includes(state);
  const mayPause = (file?: PlannedFile) => items.some((item) => going(item) && (!file || item.file === file));
  return { destination: 'web', items, pause: nothing, mayPause, resume: nothing, cancel: nothing };
}

function begun(transfers: Transfers, items: readonly TransferItem[]): Transfer {
  const transfer = transfers.begin('web', () => undefined);
  transfer.begin(batchOf(items));
  transfer.report({
    filesDone: 0,
    filesTotal: 2,
    bytesDone: 1e6,
    bytesTotal: 4e6,
    bytesPerSecond: 5e5,
    secondsLeft: 6,
  });
  transfer.recount();
  return transfer;
}

/** What a row says, and what can be done with it. */
type Said = readonly [label: string, actions: string];

/** The view's content as the editor asks for it. */
class View implements Disposable {
  readonly transfers = new Transfers();
  readonly tree = new TransferTree(this.transfers);

  /** Looks at the rows below one, or at the first ones. */
  below(node?: TransferNode): readonly TransferNode[] {
    const nodes = this.tree.childrenOf(node);
    for (const one of nodes) this.tree.treeItemOf(one);
    return nodes;
  }

  /** The only row of the first ones. */
  get only(): TransferNode {
    const [node, another] = this.below();
    assert.ok(node);
    assert.equal(another, undefined);
    return node;
  }

  said(node: TransferNode): Said {
    const { accessibilityInformation, contextValue = '' } = this.tree.treeItemOf(node);
    return [accessibilityInformation?.label ?? '', contextValue];
  }

  saidBelow(node?: TransferNode): readonly Said[] {
    return this.below(node).map((one) => this.said(one));
  }

  [Symbol.dispose](): void {
    this.transfers.dispose();
  }
}

const failed: Outcome = {
  status: 'failed',
  id: 'a',
  file: 'folder/a.bin',
  size: 1,
  durationMs: 1,
  attempts: 1,
  warnings: [],
  problem: lost,
};

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
    assert.equal(said({ ...failed, url: 'https://files.example/a.bin' }), 'To “web”, 1 file was not checked');
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

describe('Rows of the view of uploads that are to be drawn anew', () => {
  const soon = () => Date.now() + 1000;
  const later = () => Date.now() + 5000;

  it('are those of the files that moved, now and then, and no other', () => {
    using view = new View();
    const file = fileOf('a');
    const items: TransferItem[] = [
      { file, state: 'sending', bytesDone: 1e6 },
      { file: fileOf('b'), state: 'waiting', bytesDone: 0 },
    ];
    begun(view.transfers, items);
    const [a] = view.below(view.only);
    assert.ok(a);
    assert.deepEqual(view.tree.changed(later()), []);
    items[0] = { file, state: 'sending', bytesDone: 1.5e6 };
    assert.deepEqual(view.tree.changed(soon()), []);
    assert.deepEqual(view.tree.changed(later()), [a]);
    assert.deepEqual(view.said(a)[0], 'a, 75 % of 2 MB');
    assert.deepEqual(view.tree.changed(later()), []);
  });

  it('are those with something else to do, at once', () => {
    using view = new View();
    const file = fileOf('a');
    const items: TransferItem[] = [
      { file, state: 'sending', bytesDone: 1e6 },
      { file: fileOf('b'), state: 'waiting', bytesDone: 0 },
    ];
    begun(view.transfers, items);
    const [a] = view.below(view.only);
    items[0] = { file, state: 'paused', bytesDone: 1e6 };
    assert.deepEqual(view.tree.changed(soon()), [a]);
  });

  it('are a batch of many files when others matter more, now and then', () => {
    using view = new View();
    const items = Array.from({ length: 200 }, (_, index): TransferItem => {
      return { file: fileOf(String(index)), state: 'waiting', bytesDone: 0 };
    });
    begun(view.transfers, items);
    const batch = view.only;
    view.below(batch);
    items[150] = { file: items[150]?.file ?? fileOf('150'), state: 'sending', bytesDone: 0 };
    assert.deepEqual(view.tree.changed(soon()), []);
    assert.deepEqual(view.tree.changed(later()), [batch]);
  });

  it('are a batch and its files when what is listed of them changes, and all when a batch comes or goes', () => {
    using view = new View();
    const transfer = view.transfers.begin('web', () => undefined);
    const batch = view.only;
    assert.deepEqual(view.below(batch), []);
    transfer.begin(batchOf([{ file: fileOf('a'), state: 'waiting', bytesDone: 0 }]));
    assert.deepEqual(view.tree.changed(soon()), [batch]);
    view.transfers.keep('web', [failed], () => Promise.resolve());
    assert.equal(view.tree.changed(soon()), undefined);
  });

  it('are the same objects with the same ids as before, also when others have left', () => {
    using view = new View();
    const another = { ...failed };
    const ended = view.transfers.keep('web', [failed, another], () => Promise.resolve());
    const [, second] = view.below(view.only);
    assert.ok(second);
    const { id } = view.tree.treeItemOf(second);
    view.transfers.clear(ended, [failed]);
    const [left] = view.below(view.only);
    assert.equal(left, second);
    assert.equal(view.tree.treeItemOf(left).id, id);
  });
});

describe('What stands beside the title of the view of uploads', () => {
  it('is how far they are together, how fast and for how long', () => {
    using view = new View();
    assert.equal(totalText(view.transfers.running), undefined);
    begun(view.transfers, [{ file: fileOf('a'), state: 'sending', bytesDone: 1e6 }]);
    assert.equal(totalText(view.transfers.running), '25 %, 500 kB/s, 6 s left, 0 of 2 files');
    const second = begun(view.transfers, [{ file: fileOf('b'), state: 'paused', bytesDone: 0 }]);
    second.report({ filesDone: 3, filesTotal: 4, bytesDone: 3e6, bytesTotal: 4e6, bytesPerSecond: 1e5 });
    assert.equal(totalText(view.transfers.running), '50 %, 500 kB/s, 6 s left, 3 of 6 files');
  });

  it('does not count what failed as sent', () => {
    using view = new View();
    const transfer = begun(view.transfers, [{ file: fileOf('a', 0), state: 'waiting', bytesDone: 0 }]);
    transfer.report({ filesDone: 3, filesFailed: 3, filesTotal: 4, bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 });
    assert.equal(totalText(view.transfers.running), '0 %, 0 of 4 files, 3 not uploaded');
  });

  it('is why nothing moves', () => {
    using view = new View();
    const file = fileOf('a');
    const transfer = begun(view.transfers, [{ file, state: 'sending', bytesDone: 1e6 }]);
    const progress = { filesDone: 0, filesTotal: 1, bytesDone: 1e6, bytesTotal: 4e6, bytesPerSecond: 0 };
    transfer.report({ ...progress, stalledSeconds: 12.3 });
    assert.equal(totalText(view.transfers.running), '25 %, no byte moved for 12 s, 0 of 1 file');
    transfer.asks(true);
    assert.equal(totalText(view.transfers.running), '25 %, waits for a secret, 0 of 1 file');
    assert.equal(view.saidBelow(view.only)[0]?.[0], 'a, 50 % of 2 MB, waits for a secret');
    transfer.asks(false);
    transfer.begin(batchOf([{ file, state: 'retrying', bytesDone: 1e6, problem: lost }]));
    transfer.retry({ files: [file.source.path], problem: lost, delayMs: 3_500 });
    transfer.recount();
    assert.match(totalText(view.transfers.running) ?? '', /^25 %, again in 4 s: The connection to files\.example/);
    transfer.begin(batchOf([{ file, state: 'paused', bytesDone: 1e6 }]));
    transfer.recount();
    assert.equal(totalText(view.transfers.running), '25 %, paused, 0 of 1 file');
  });
});

describe('What stands in the status bar', () => {
  const moving = { filesDone: 0, filesTotal: 1, bytesDone: 1, bytesTotal: 9, bytesPerSecond: 1 };
  const stalled = { ...moving, bytesPerSecond: 0, stalledSeconds: 9 };
  const one = (state: TransferItem['state']) => [{ file: fileOf('a'), state, bytesDone: 1 }];

  it('is that no byte moves when none does, and not of what is paused', () => {
    using view = new View();
    begun(view.transfers, one('paused')).report(stalled);
    const said = () => Object.values(statusOf(view.transfers.running) ?? {});
    assert.deepEqual(said(), ['$(debug-pause) Porter 0/1', 'Porter uploads: 0 of 1 file, paused']);
    const another = begun(view.transfers, one('sending'));
    another.report(stalled);
    assert.deepEqual(said(), ['$(warning) Porter 0/2', 'Porter uploads: 0 of 2 files, paused, no byte moves']);
    another.report(moving);
    assert.deepEqual(said(), ['$(sync~spin) Porter 0/2', 'Porter uploads: 0 of 2 files, paused']);
  });

  it('is not that no byte moves while a person is asked for a secret', () => {
    using view = new View();
    const transfer = begun(view.transfers, one('sending'));
    transfer.report(stalled);
    transfer.asks(true);
    assert.equal(statusOf(view.transfers.running)?.text, '$(sync~spin) Porter 0/1');
    transfer.asks(false);
    assert.equal(statusOf(view.transfers.running)?.text, '$(warning) Porter 0/1');
  });
});

describe('The wait of a batch', () => {
  it('is that of a file which is tried again, and not of one that was cancelled meanwhile', () => {
    using view = new View();
    const [a, b] = [fileOf('a'), fileOf('b')];
    const items: TransferItem[] = [
      { file: a, state: 'retrying', bytesDone: 0, problem: lost },
      { file: b, state: 'retrying', bytesDone: 0, problem: lost },
    ];
    const transfer = begun(view.transfers, items);
    transfer.retry({ files: [a.source.path], problem: lost, delayMs: 60_000 });
    transfer.retry({ files: [b.source.path], problem: lost, delayMs: 28_000 });
    assert.match(totalText(view.transfers.running) ?? '', /again in 2[78] s/);
    items[1] = { file: b, state: 'cancelled', bytesDone: 0 };
    transfer.recount();
    assert.match(totalText(view.transfers.running) ?? '', /again in (?:60|59) s/);
    items[0] = { file: a, state: 'paused', bytesDone: 0 };
    transfer.recount();
    assert.equal(transfer.nextWait, undefined);
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
