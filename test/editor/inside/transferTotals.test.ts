import assert from 'node:assert/strict';
import type { TransferItem } from '../../../src/core/transfer/batch.ts';
import { statusOf, totalText } from '../../../src/vscode/transfers/transferTotals.ts';
import { batchOf, begun, fileOf, lost, View } from '../transferView.ts';

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
    transfer.report({ filesDone: 3, filesUnknown: 3, filesTotal: 4, bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 });
    assert.equal(totalText(view.transfers.running), '0 %, 0 of 4 files, 3 unknown');
  });

  it('is why nothing moves', () => {
    using view = new View();
    const file = fileOf('a');
    const transfer = begun(view.transfers, [{ file, state: 'sending', bytesDone: 1e6 }]);
    const progress = { filesDone: 0, filesTotal: 1, bytesDone: 1e6, bytesTotal: 4e6, bytesPerSecond: 0 };
    transfer.report({ ...progress, stalledSeconds: 12.3 });
    assert.equal(totalText(view.transfers.running), '25 %, 0 of 1 file, no byte moved for 12 s');
    transfer.asks(true);
    assert.equal(totalText(view.transfers.running), '25 %, 0 of 1 file, waits for a secret');
    assert.equal(view.saidBelow(view.only)[0]?.[0], 'a, 50 % of 2 MB, waits for a secret');
    transfer.asks(false);
    transfer.begin(batchOf([{ file, state: 'retrying', bytesDone: 1e6, problem: lost }]));
    transfer.retry({ files: [file.source.path], problem: lost, delayMs: 3_500 });
    transfer.recount();
    assert.match(
      totalText(view.transfers.running) ?? '',
      /^25 %, 0 of 1 file, again in 4 s: The connection to files\.example.*\.$/,
    );
    transfer.begin(batchOf([{ file, state: 'paused', bytesDone: 1e6 }]));
    transfer.recount();
    assert.equal(totalText(view.transfers.running), '25 %, 0 of 1 file, paused');
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

  it('is that a person is asked for a secret, not that no byte moves, while nothing else goes on', () => {
    using view = new View();
    const transfer = begun(view.transfers, one('sending'));
    transfer.report(stalled);
    transfer.asks(true);
    const said = () => Object.values(statusOf(view.transfers.running) ?? {});
    assert.deepEqual(said(), ['$(key) Porter 0/1', 'Porter uploads: 0 of 1 file, waits for a secret']);
    transfer.asks(false);
    assert.deepEqual(said(), ['$(warning) Porter 0/1', 'Porter uploads: 0 of 1 file, no byte moves']);
    transfer.asks(true);
    begun(view.transfers, one('sending')).report(moving);
    assert.deepEqual(said(), ['$(sync~spin) Porter 0/2', 'Porter uploads: 0 of 2 files']);
  });

  it('is that a person is asked, and that no byte moves, where one upload waits for the one and one for the other', () => {
    using view = new View();
    begun(view.transfers, one('sending')).asks(true);
    begun(view.transfers, one('sending')).report(stalled);
    assert.deepEqual(Object.values(statusOf(view.transfers.running) ?? {}), [
      '$(key) Porter 0/3',
      'Porter uploads: 0 of 3 files, waits for a secret, no byte moves',
    ]);
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
