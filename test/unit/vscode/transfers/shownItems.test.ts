import assert from 'node:assert/strict';
import type { TransferItem, TransferState } from '../../../../src/core/transfer/batch.ts';
import { shownItems } from '../../../../src/vscode/transfers/shownItems.ts';
import { planned } from '../../core/fakes.ts';

function items(...states: readonly TransferState[]): readonly TransferItem[] {
  return states.map((state, index) => ({ file: planned(String(index)), state, bytesDone: 0 }));
}

function names(shown: readonly TransferItem[]): readonly string[] {
  return shown.map(({ file }) => file.name);
}

describe('The files of a batch that the view lists', () => {
  it('are all, in the order of sending, when they are few', () => {
    const few = items('uploaded', 'sending', 'waiting');
    assert.deepEqual(shownItems(few, 3), few);
  });

  it('are those that matter most when they are many, still in the order of sending', () => {
    const many = items('uploaded', 'waiting', 'uploaded', 'failed', 'waiting', 'sending', 'retrying');
    assert.deepEqual(names(shownItems(many, 4)), ['1', '3', '5', '6']);
  });

  it('are never more than fit', () => {
    assert.deepEqual(names(shownItems(items('sending', 'sending', 'sending', 'failed'), 2)), ['0', '1']);
  });
});
