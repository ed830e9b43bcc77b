/** The view of uploads, with uploads that stand as told. */
import assert from 'node:assert/strict';
import type { Outcome, PlannedFile } from '../../src/core/model.ts';
import { Problem } from '../../src/core/problem.ts';
import type { Batch, TransferItem } from '../../src/core/transfer/batch.ts';
import { memorySource } from '../../src/node/files/memorySource.ts';
import type { Transfer } from '../../src/vscode/transfers/transfer.ts';
import { Transfers } from '../../src/vscode/transfers/transfers.ts';
import { TransferTree, type TransferNode } from '../../src/vscode/transfers/transferTree.ts';

/** Why a file is tried again, or was not uploaded. */
export const lost = new Problem('connectionLost', { host: 'files.example' });

/** A file to upload, which is never read. */
export function fileOf(name: string, size = 2_000_000): PlannedFile {
  const source = { ...memorySource({ id: name, name, path: `folder/${name}` }, new Uint8Array()), size };
  return { source, name, mediaType: 'text/plain', warnings: [] };
}

/** A batch whose files stand as told. */
export function batchOf(items: readonly TransferItem[]): Batch {
  const nothing = () => undefined;
  const going = ({ state }: TransferItem) => ['waiting', 'sending', 'retrying'].includes(state);
  const mayPause = (file?: PlannedFile) => items.some((item) => going(item) && (!file || item.file === file));
  return { items, pause: nothing, mayPause, resume: nothing, cancel: nothing };
}

/** An upload to “web” whose files stand as told, at a quarter of its bytes. */
export function begun(transfers: Transfers, items: readonly TransferItem[]): Transfer {
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
export class View implements Disposable {
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

/** A file that was not uploaded. */
export const failed: Outcome & { readonly status: 'failed' } = {
  status: 'failed',
  id: 'a',
  file: 'folder/a.bin',
  size: 1,
  durationMs: 1,
  attempts: 1,
  warnings: [],
  problem: lost,
};
