import assert from 'node:assert/strict';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { TransferItem } from '../../../src/core/transfer/batch.ts';
import { batchOf, begun, failed, fileOf, View } from '../transferView.ts';

describe('Rows of the view of uploads that are to be drawn anew', () => {
  const soon = () => Date.now() + 1000;
  const later = () => Date.now() + 5000;
  const beforeAnother = (file: PlannedFile): TransferItem[] => [
    { file, state: 'sending', bytesDone: 1e6 },
    { file: fileOf('b'), state: 'waiting', bytesDone: 0 },
  ];

  it('are those of the files that moved, now and then, and no other', () => {
    using view = new View();
    const file = fileOf('a');
    const items = beforeAnother(file);
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
    const items = beforeAnother(file);
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
