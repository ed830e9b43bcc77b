import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../bundle.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

const samples = join(root, 'media/samples');

async function prepare(workspace: string): Promise<void> {
  await copyFile(join(samples, 'receipt.jpg'), join(workspace, 'receipt.jpg'));
  await copyFile(join(samples, 'chart.png'), join(workspace, 'chart.png'));
  await writeFile(join(workspace, 'notes.txt'), 'not a picture');
}

/** Reads files of the Explorer, and waits for the panel. */
async function read(workbench: Workbench, first: string, ...others: readonly string[]): Promise<void> {
  await workbench.chooseFromMenu(await workbench.select(first, ...others), 'Porter', 'Read Image');
  await workbench.tab('Porter Results').waitFor({ timeout: 60_000 });
  await workbench.webview().getByRole('heading', { level: 1 }).waitFor();
}

const total = (workbench: Workbench) => workbench.webview().getByRole('textbox', { name: 'Total', exact: true });

/** Corrects the total, and waits until the extension has taken it. */
async function correctTotal(workbench: Workbench, typed: string): Promise<void> {
  await total(workbench).fill(typed);
  await total(workbench).press('Enter');
  await workbench.webview().getByRole('button', { name: 'Reset Total' }).waitFor();
}

describe('The results panel in the window', () => {
  it('shows a receipt with its total, and where on the picture that stands', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const refused: string[] = [];
      workbench.page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text());
      });
      await read(workbench, 'receipt.jpg');
      const panel = workbench.webview();
      assert.equal(await total(workbench).inputValue(), '40.20');
      const picture = panel.getByRole('img', { name: 'receipt.jpg' });
      await picture.waitFor();
      await panel.locator('.row.total').hover();
      const viewBox = await panel.locator('.frame svg').getAttribute('viewBox');
      const [, , width, height] = (viewBox ?? '').split(' ').map(Number);
      const mark = panel.locator('.marks rect');
      const [x, y] = [await mark.getAttribute('x'), await mark.getAttribute('y')].map(Number);
      assert(width && height && x && y);
      // Where the sample has it.
      assert(Math.abs(x / width - 0.71) < 0.03 && Math.abs(y / height - 0.67) < 0.03, `${x} ${y} of ${viewBox}`);
      await workbench.screenshot('panel');
      await panel.getByRole('button', { name: '“40.20”, read as Total' }).hover();
      await panel.locator('.row.total.pointed').waitFor();
      assert.deepEqual(refused, []);
    }));

  it('is back after a reload of the window, corrections too', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await read(workbench, 'receipt.jpg');
      await correctTotal(workbench, '41.20');
      await workbench.reload();
      await total(workbench).waitFor();
      assert.equal(await total(workbench).inputValue(), '41.20');
      await workbench.webview().getByRole('img', { name: 'receipt.jpg' }).waitFor();
      await workbench.screenshot('panel-after-reload');
      await workbench.webview().getByRole('button', { name: 'Reset Total' }).click();
      await workbench.webview().getByRole('button', { name: 'Reset Total' }).waitFor({ state: 'hidden' });
      assert.equal(await total(workbench).inputValue(), '40.20');
    }));

  it('lists several pictures, and says why one of the selection was not read', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await read(workbench, 'notes.txt', 'chart.png', 'receipt.jpg');
      const panel = workbench.webview();
      await panel.getByRole('option', { name: 'chart.png' }).click();
      await panel.locator('.page-text').getByText('Loaves sold in a month').waitFor();
      await panel.getByRole('option', { name: 'notes.txt, Skipped' }).click();
      await panel.locator('.sentence').getByText('not a picture').waitFor();
      await panel.getByRole('option', { name: 'receipt.jpg' }).click();
      assert.equal(await total(workbench).inputValue(), '40.20');
      await workbench.screenshot('panel-list');
    }));

  it('copies the receipt with its corrections', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await read(workbench, 'receipt.jpg');
      await correctTotal(workbench, '41.20');
      await workbench.webview().getByRole('button', { name: 'Copy JSON' }).click();
      await workbench.statusBarItem('JSON copied').waitFor();
      const record = JSON.parse(await workbench.clipboard()) as { receipt: { total: { value: number } } };
      assert.equal(record.receipt.total.value, 41.2);
      await workbench.webview().getByRole('button', { name: 'Copy Text' }).click();
      await workbench.statusBarItem('Text copied').waitFor();
      assert.match(await workbench.clipboard(), /^MARIGOLD/);
    }));
});
