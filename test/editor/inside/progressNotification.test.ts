import assert from 'node:assert/strict';
import { CancellationTokenSource, window, type ProgressOptions } from 'vscode';
import type { Progress } from '../../../src/core/model.ts';
import { showTransferWhile } from '../../../src/vscode/progressNotification.ts';
import { progressText } from '../../../src/vscode/progressText.ts';
import { TransferStatus } from '../../../src/vscode/transferStatus.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';

const { token: neverCancelled } = new CancellationTokenSource();

/** Notifications are counted instead of shown. */
function countNotifications(): Disposable & { shown: number; readonly first: Promise<undefined> } {
  const { withProgress } = window;
  const first = Promise.withResolvers<undefined>();
  const replace = (value: unknown) => Object.defineProperty(window, 'withProgress', { value, configurable: true });
  const counted = { shown: 0, first: first.promise, [Symbol.dispose]: () => void replace(withProgress) };
  replace(() => {
    counted.shown++;
    first.resolve(undefined);
    return Promise.resolve();
  });
  return counted;
}

/** An upload under way, of which so many of 100 files were done within 0.3 s. */
function underWay(transfers: Transfers, filesDone: number) {
  const asked = Promise.withResolvers<undefined>();
  const work = Promise.withResolvers<undefined>();
  const transfer = transfers.begin('test', () => undefined);
  const progress: Progress = {
    filesDone,
    filesTotal: 100,
    bytesDone: 9_000,
    bytesTotal: 10_000,
    bytesPerSecond: 30_000,
  };
  Object.defineProperty(transfer, 'progress', {
    get: () => {
      asked.resolve(undefined);
      return progress;
    },
  });
  return {
    gone: showTransferWhile(work.promise, transfer, transfers),
    asked: asked.promise,
    end: () => work.resolve(undefined),
  };
}

describe('The notification of an upload', () => {
  it('is not shown for what is about to end: a person would be told later of that', async () => {
    using notifications = countNotifications();
    const transfers = new Transfers();
    const { gone, asked, end } = underWay(transfers, 60);
    await Promise.race([asked, notifications.first]);
    end();
    await gone;
    assert.equal(notifications.shown, 0);
    transfers.dispose();
  });

  it('is shown for what takes longer', async () => {
    using notifications = countNotifications();
    const transfers = new Transfers();
    const { gone, end } = underWay(transfers, 10);
    await notifications.first;
    end();
    await gone;
    transfers.dispose();
  });

  it('is shown for what was about to end and did not', async () => {
    using notifications = countNotifications();
    const transfers = new Transfers();
    const { gone, end } = underWay(transfers, 99);
    await notifications.first;
    end();
    await gone;
    transfers.dispose();
  });

  it('keeps its bar where it was when bytes are taken back, until it is caught up with', async () => {
    const { withProgress } = window;
    const replace = (value: unknown) => Object.defineProperty(window, 'withProgress', { value, configurable: true });
    const steps: (number | undefined)[] = [];
    const opened = Promise.withResolvers<undefined>();
    replace((_: ProgressOptions, task: (...args: readonly unknown[]) => Promise<unknown>) => {
      const ended = task({ report: (step: { increment?: number }) => steps.push(step.increment) }, neverCancelled);
      opened.resolve(undefined);
      return ended;
    });
    const work = Promise.withResolvers<undefined>();
    const transfers = new Transfers();
    try {
      const transfer = transfers.begin('test', () => undefined);
      const goTo = (bytesDone: number) => {
        transfer.report({ filesDone: 0, filesTotal: 1, bytesDone, bytesTotal: 100, bytesPerSecond: 0 });
        // What a person does is shown at once.
        transfer.pause();
      };
      goTo(31);
      const gone = showTransferWhile(work.promise, transfer, transfers);
      await opened.promise;
      for (const bytesDone of [1, 20, 40]) goTo(bytesDone);
      work.resolve(undefined);
      await gone;
    } finally {
      replace(withProgress);
      transfers.dispose();
    }
    assert.deepEqual(steps.slice(0, 4), [31, 0, 0, 9]);
  });

  it('counts what was not uploaded for itself, and no bytes where none are left to upload', () => {
    const progress = { filesDone: 7, filesFailed: 3, filesTotal: 10, bytesTotal: 4e6, bytesPerSecond: 5e5 };
    assert.equal(
      progressText({ ...progress, bytesDone: 1e6 }),
      '4 of 10 files, 3 not uploaded, 1 MB of 4 MB, 500 kB/s',
    );
    const failed = { filesDone: 1, filesFailed: 1, filesTotal: 1, bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 };
    assert.equal(progressText(failed), '0 of 1 file, 1 not uploaded');
  });
});

describe('The status bar', () => {
  it('counts what was not uploaded for itself', async () => {
    const { createStatusBarItem } = window;
    const shown = Promise.withResolvers<undefined>();
    const nothing = () => undefined;
    const item = { text: '', tooltip: '', show: () => shown.resolve(undefined), hide: nothing, dispose: nothing };
    const replace = (value: unknown) =>
      Object.defineProperty(window, 'createStatusBarItem', { value, configurable: true });
    replace(() => item);
    const transfers = new Transfers();
    const status = new TransferStatus(transfers, { error: (problem) => assert.fail(problem) });
    try {
      const transfer = transfers.begin('web', () => undefined);
      transfer.report({ filesDone: 7, filesFailed: 3, filesTotal: 10, bytesDone: 1, bytesTotal: 4, bytesPerSecond: 1 });
      await shown.promise;
      assert.equal(item.text, '$(sync~spin) Porter 4/10');
      assert.equal(item.tooltip, 'Porter uploads: 4 of 10 files, 3 not uploaded');
    } finally {
      replace(createStatusBarItem);
      status.dispose();
      transfers.dispose();
    }
  });
});
