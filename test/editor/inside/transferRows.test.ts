import assert from 'node:assert/strict';
import { TreeItemCollapsibleState } from 'vscode';
import type { Batch, TransferItem } from '../../../src/core/transfer/batch.ts';
import type { Outcome, PlannedFile } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import type { Transfer } from '../../../src/vscode/transfers/transfer.ts';
import { childrenOf, treeItemOf, type TransferNode } from '../../../src/vscode/transfers/transferTree.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';

const lost = new Problem('connectionLost', { host: 'files.example' });

function fileOf(name: string, size = 2_000_000): PlannedFile {
  const source = { ...memorySource({ id: name, name, path: `folder/${name}` }, new Uint8Array()), size };
  return { source, name, mediaType: 'text/plain', warnings: [] };
}

/** A batch whose files stand as told. */
function batchOf(items: readonly TransferItem[]): Batch {
  const nothing = () => undefined;
  return { destination: 'web', items, pause: nothing, resume: nothing, cancel: nothing };
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
function said(node: TransferNode): readonly [label: string, actions: string] {
  const { accessibilityInformation, contextValue = '' } = treeItemOf(node);
  return [accessibilityInformation?.label ?? '', contextValue];
}

function saidBelow(transfers: Transfers, node?: TransferNode) {
  return childrenOf(transfers, node).map(said);
}

describe('A row of the view of uploads', () => {
  it('of a batch says how far it is, how fast and for how long', () => {
    using transfers = disposing(new Transfers());
    begun(transfers.value, [{ file: fileOf('a'), state: 'sending', bytesDone: 1e6 }]);
    assert.deepEqual(saidBelow(transfers.value), [
      ['To “web”, 25 %, 500 kB/s, 6 s left, 0 of 2 files', 'pause cancel'],
    ]);
  });

  it('of a batch says that files are got ready, and lets that be cancelled', () => {
    using transfers = disposing(new Transfers());
    transfers.value.begin('web', () => undefined);
    assert.deepEqual(saidBelow(transfers.value), [['To “web”, gets files ready', 'cancel']]);
  });

  it('of a file says where it stands, and why', () => {
    using transfers = disposing(new Transfers());
    const again = fileOf('again');
    const transfer = begun(transfers.value, [
      { file: fileOf('sent'), state: 'sending', bytesDone: 1e6 },
      { file: again, state: 'retrying', bytesDone: 5e5, problem: lost },
      { file: fileOf('still'), state: 'paused', bytesDone: 2e5 },
      { file: fileOf('next'), state: 'waiting', bytesDone: 0 },
      { file: fileOf('there'), state: 'uploaded', bytesDone: 2e6 },
      { file: fileOf('not'), state: 'failed', bytesDone: 0, problem: lost },
    ]);
    transfer.retry({ files: [again.source.path], problem: lost, delayMs: 3_500 });
    const [batch] = childrenOf(transfers.value);
    assert.deepEqual(saidBelow(transfers.value, batch), [
      ['sent, 50 % of 2 MB', 'pause cancel'],
      [`again, 25 %, again in 4 s: ${lost.message}`, 'pause cancel'],
      ['still, paused at 10 % of 2 MB', 'resume cancel'],
      ['next, waits, 2 MB', 'pause cancel'],
      ['there, uploaded, 2 MB', ''],
      [`not, ${lost.message}`, ''],
    ]);
  });

  it('of a batch says why nothing of it moves', () => {
    using transfers = disposing(new Transfers());
    const file = fileOf('a');
    const transfer = begun(transfers.value, [{ file, state: 'sending', bytesDone: 1e6 }]);
    const progress = { filesDone: 0, filesTotal: 1, bytesDone: 1e6, bytesTotal: 4e6, bytesPerSecond: 0 };
    transfer.report({ ...progress, stalledSeconds: 12.3 });
    assert.deepEqual(saidBelow(transfers.value)[0]?.[0], 'To “web”, 25 %, no byte moved for 12 s, 0 of 1 file');
    transfer.begin(batchOf([{ file, state: 'retrying', bytesDone: 1e6, problem: lost }]));
    transfer.retry({ files: [file.source.path], problem: lost, delayMs: 3_500 });
    transfer.recount();
    assert.match(
      saidBelow(transfers.value)[0]?.[0] ?? '',
      /^To “web”, 25 %, again in 4 s: The connection to files\.example/,
    );
    transfer.begin(batchOf([{ file, state: 'paused', bytesDone: 1e6 }]));
    transfer.recount();
    assert.deepEqual(saidBelow(transfers.value), [['To “web”, 25 %, paused, 0 of 1 file', 'resume cancel']]);
  });

  it('stands for the files that are not shown, when they are 100,000', () => {
    using transfers = disposing(new Transfers());
    const items = Array.from({ length: 100_000 }, (_, index): TransferItem => {
      return { file: fileOf(String(index)), state: index === 70_000 ? 'sending' : 'waiting', bytesDone: 0 };
    });
    begun(transfers.value, items);
    const [batch] = childrenOf(transfers.value);
    const rows = saidBelow(transfers.value, batch).map(([label]) => label);
    assert.equal(rows.length, 101);
    assert.deepEqual(rows.slice(-2), ['70000, 0 % of 2 MB', '… and 99900 more']);
  });

  it('keeps a file that failed, with Retry, until it is cleared', () => {
    using transfers = disposing(new Transfers());
    const failed: Outcome = {
      status: 'failed',
      file: 'folder/a.bin',
      size: 1,
      durationMs: 1,
      attempts: 1,
      warnings: [],
      problem: lost,
    };
    const ended = transfers.value.keep('web', [failed], () => Promise.resolve());
    const [node] = childrenOf(transfers.value);
    assert.ok(node);
    assert.deepEqual(said(node), ['To “web”, 1 file was not uploaded', 'retry clear']);
    assert.equal(treeItemOf(node).collapsibleState, TreeItemCollapsibleState.Expanded);
    assert.deepEqual(saidBelow(transfers.value, node), [[`a.bin, ${lost.message}`, 'retry clear']]);
    transfers.value.clear(ended, [failed]);
    assert.deepEqual(childrenOf(transfers.value), []);
  });
});

function disposing<T extends { dispose(): void }>(value: T): Disposable & { readonly value: T } {
  return { value, [Symbol.dispose]: () => value.dispose() };
}
