import assert from 'node:assert/strict';
import { window } from 'vscode';
import type { Progress } from '../../../src/core/model.ts';
import { showTransferWhile } from '../../../src/vscode/progressNotification.ts';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';

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
});
