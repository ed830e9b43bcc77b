import assert from 'node:assert/strict';
import { EventEmitter, window } from 'vscode';
import { Transfers } from '../../../src/vscode/transfers/transfers.ts';
import { TransferStatus } from '../../../src/vscode/transferStatus.ts';

describe('The status bar’s item of uploads', () => {
  it('is not made any more when what makes its text has loaded after its end', async () => {
    const { createStatusBarItem } = window;
    let made = 0;
    const replace = (value: unknown) => Object.defineProperty(window, 'createStatusBarItem', { value, writable: true });
    replace((...args: Parameters<typeof createStatusBarItem>) => {
      made++;
      return createStatusBarItem(...args);
    });
    const transfers = new Transfers();
    try {
      const status = new TransferStatus(transfers, { error: (problem) => assert.fail(problem) });
      transfers.begin('web', () => undefined);
      status.dispose();
      await import('../../../src/vscode/transfers/transferTotals.ts');
      await new Promise(setImmediate);
      assert.equal(made, 0);
    } finally {
      replace(createStatusBarItem);
      transfers.dispose();
    }
  });

  it('that cannot be drawn is told in the log', async () => {
    const changes = new EventEmitter<void>();
    const broken = new Error('the chunk is gone');
    const transfers = {
      onDidChange: changes.event,
      get running(): never {
        throw broken;
      },
    };
    const logged = Promise.withResolvers<unknown>();
    const status = new TransferStatus(transfers, { error: logged.resolve });
    changes.fire();
    assert.equal(await logged.promise, broken);
    status.dispose();
    changes.dispose();
  });
});
