import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../bundle.ts';
import { inWorkbench } from './workbench.ts';

const receipt = join(root, 'media/samples/receipt.jpg');

describe('What was read and corrected, in the window', () => {
  it('is there at once for a copy of the picture, until it is forgotten', () =>
    inWorkbench(
      {
        prepare: (workspace) =>
          Promise.all(['first.jpg', 'copy.jpg', 'later.jpg'].map((name) => cp(receipt, join(workspace, name)))),
      },
      async (workbench) => {
        const readTotal = async (name: string) => {
          await workbench.chooseFromMenu(workbench.file(name), 'Porter', 'Read Image');
          const panel = workbench.webview();
          await panel.getByRole('heading', { name }).waitFor();
          return panel.getByLabel('Total', { exact: true });
        };
        const total = await readTotal('first.jpg');
        assert.equal(await total.inputValue(), '40.20');
        await total.fill('41.20');
        await total.press('Enter');
        await workbench.webview().getByText('Subtotal and tax: does not add up').waitFor();

        const totalOfCopy = await readTotal('copy.jpg');
        assert.equal(await totalOfCopy.inputValue(), '41.20');
        await workbench.webview().getByText('PP-OCRv4, read earlier').waitFor();
        await workbench.screenshot('remembered');
        await totalOfCopy.fill('42.20');
        await totalOfCopy.press('Enter');
        const first = workbench.webview().getByRole('option', { name: 'first.jpg' });
        await first.getByText('42.20').waitFor();
        await first.click();
        await workbench.webview().getByRole('heading', { name: 'first.jpg' }).waitFor();
        assert.equal(await total.inputValue(), '42.20');

        await workbench.runCommand('Porter: Clear Remembered Results');
        await workbench.notification('Porter has forgotten what it read').waitFor();
        assert.equal(await (await readTotal('later.jpg')).inputValue(), '40.20');
      },
    ));
});
