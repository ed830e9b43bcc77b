import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { root } from '../bundle.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

const samples = join(root, 'media/samples');

async function prepare(workspace: string): Promise<void> {
  await cp(samples, workspace, { recursive: true });
}

/** Reads the sample receipt as a person does. */
async function readReceipt(workbench: Workbench): Promise<FrameLocator> {
  await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Read Image');
  await workbench.tab('Porter Results').waitFor();
  return workbench.webview();
}

/** The input of a field, when it holds the value. */
async function assertField(panel: FrameLocator, label: string, value: string): Promise<void> {
  const field = panel.getByLabel(label, { exact: true });
  await field.waitFor();
  assert.equal(await field.inputValue(), value);
}

/** Waits until the picture has its pixels, and tells how many across. */
async function pixelsAcross(panel: FrameLocator): Promise<number> {
  return panel.locator('.picture img').evaluate(async (image: { decode(): Promise<void>; naturalWidth: number }) => {
    await image.decode();
    return image.naturalWidth;
  });
}

async function place(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  assert(box);
  return box;
}

describe('The results panel in the window', () => {
  it('shows the receipt’s fields beside the picture, each with the place that it was read from', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const refused: string[] = [];
      workbench.page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text());
      });
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      await assertField(panel, 'Tax', '6.70');
      await assertField(panel, 'Date', '2026-03-14');
      await assertField(panel, 'Merchant', 'MARIGOLD & FINCH BAKERY LTD');
      assert.equal(await pixelsAcross(panel), 760);
      await workbench.screenshot('results-receipt');

      await panel.getByLabel('Total', { exact: true }).hover();
      const word = await place(panel.locator('.picture .word[data-target="total"] rect'));
      const mark = await place(panel.locator('.picture .marks rect'));
      assert(mark.x <= word.x && mark.y <= word.y, 'begins before the word');
      assert(
        mark.x + mark.width >= word.x + word.width && mark.y + mark.height >= word.y + word.height,
        'ends after it',
      );
      assert(mark.width < word.width * 1.5 && mark.height < word.height * 1.5, 'frames no more than the word');
      await workbench.screenshot('results-pointing-at-field');

      await panel.locator('.picture .word[data-target="date"]').first().hover();
      await panel.locator('.row.date.pointed').waitFor();
      await workbench.screenshot('results-pointing-at-picture');
      assert.deepEqual(refused, [], 'the content policy refused something');
    }));

  it('is back after a reload, with what was corrected', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      const total = panel.getByLabel('Total', { exact: true });
      await total.fill('41.20');
      await total.press('Enter');
      await panel.getByText('Subtotal and tax: does not add up').waitFor();

      await workbench.reload();
      const again = workbench.webview();
      await assertField(again, 'Total', '41.20');
      await assertField(again, 'Merchant', 'MARIGOLD & FINCH BAKERY LTD');
      assert.equal(await pixelsAcross(again), 760);
      await workbench.screenshot('results-after-reload');
      await again.getByRole('button', { name: 'Reset Total to “40.20”' }).click();
      await again.getByText('Subtotal and tax: adds up').waitFor();
      await assertField(again, 'Total', '40.20');
    }));

  it('is one, also when another picture was read before its tab was looked at again', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await assertField(await readReceipt(workbench), 'Total', '40.20');
      await workbench.file('notes.md').dblclick();
      await workbench.tab('notes.md').waitFor();
      await workbench.reload();
      const tabs = workbench.tab('Porter Results');
      await tabs.waitFor();

      await workbench.chooseFromMenu(workbench.file('chart.png'), 'Porter', 'Read Image');
      await tabs.nth(1).waitFor();
      await workbench.webview().getByRole('heading', { name: 'chart.png' }).waitFor();
      await tabs.first().click();
      await assertField(workbench.webview(), 'Total', '40.20');
      await tabs.nth(1).waitFor({ state: 'detached' });
      await workbench
        .webview()
        .getByRole('option', { name: /^chart.png, Read/ })
        .waitFor();
    }));

  it('lists the pictures of a mixed selection, and why the others were not read', () =>
    inWorkbench({ prepare, settings: { 'workbench.colorTheme': 'Default High Contrast' } }, async (workbench) => {
      const last = await workbench.select('chart.png', 'notes.md', 'receipt.jpg');
      await workbench.chooseFromMenu(last, 'Porter', 'Read Image');
      const panel = workbench.webview();
      await panel.getByRole('option', { name: /^receipt.jpg, Read, .*40\.20/ }).click();
      await assertField(panel, 'Total', '40.20');
      await workbench.screenshot('results-list-high-contrast');
      await panel.getByRole('option', { name: /^notes.md, Skipped/ }).click();
      await panel.getByText('not a picture').last().waitFor();
      await workbench.screenshot('results-skipped');
    }));

  it('copies what was read', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await panel.getByRole('button', { name: 'Copy JSON' }).click();
      await workbench.statusBarItem('JSON copied').waitFor();
      const record = JSON.parse(await workbench.clipboard()) as { file: string; receipt: { total: { value: number } } };
      assert.equal(record.file, 'receipt.jpg');
      assert.equal(record.receipt.total.value, 40.2);
    }));

  it('has a link and the fields, when a picture is uploaded and read', () =>
    inWorkbench({ prepare, settings: { 'workbench.colorTheme': 'Default Dark Modern' } }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Upload and Read');
      await workbench.notification('receipt.jpg was uploaded to “receiver”.').waitFor();
      const response = await fetch(await workbench.clipboard());
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), await readFile(join(samples, 'receipt.jpg')));
      await assertField(workbench.webview(), 'Total', '40.20');
      await pixelsAcross(workbench.webview());
      await workbench.screenshot('upload-and-read-dark');
    }));
});
