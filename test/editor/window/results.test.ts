import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { drawing } from '../../rendered/drawing.ts';
import { Paper, print } from '../../rendered/paper.ts';
import { assertField, pixelsAcross, place, prepare, readReceipt, samples } from './resultsPanel.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** Of one who sold what is change in Italian. */
async function prepareResto(workspace: string): Promise<void> {
  const paper = new Paper(28);
  for (const text of ['TEAPOT TRADING LTD', '1 High Street', 'Date: 03/04/2025']) paper.left(print(text));
  for (const [name, price] of [
    ['MILK', '4.50'],
    ['RESTO', '2.00'],
    ['SUBTOTAL', '6.50'],
    ['TOTAL', '6.50'],
  ] as const) {
    paper.pair(print(name), print(price));
  }
  await writeFile(join(workspace, 'receipt.jpg'), drawing(paper.sheet, 'sans').toBuffer('image/jpeg'));
}

/** Reads several files at once. */
async function readSelection(workbench: Workbench, first: string, ...others: readonly string[]): Promise<FrameLocator> {
  const last = await workbench.select(first, ...others);
  await workbench.chooseFromMenu(last, 'Porter', 'Read Image');
  await workbench.tab('Porter Results').waitFor();
  return workbench.webview();
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
      const payments = panel.getByRole('table', { name: 'Payments' }).getByRole('columnheader');
      assert.deepEqual(await payments.allTextContents(), ['Method', 'Amount', 'Sure'], 'cash has no card');
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

      await panel.getByLabel('Merchant', { exact: true }).hover();
      await panel.locator('.row.merchant.pointed').waitFor();
      // The mouse rests where other fields are scrolled to.
      await panel.getByLabel('Total', { exact: true }).focus();
      await panel.locator('.row.total.pointed').waitFor();
      assert.deepEqual(refused, [], 'the content policy refused something');
    }));

  it('shows the receipt as one of the country and the language that the settings name', () =>
    inWorkbench(
      { prepare: prepareResto, settings: { 'porter.ocr.country': 'nz', 'porter.ocr.language': 'en' } },
      async (workbench) => {
        const panel = await readReceipt(workbench);
        await assertField(panel, 'Country', 'NZ');
        await assertField(panel, 'Description of item 2', 'RESTO');
      },
    ));

  it('is back after a reload, with what was corrected', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      const total = panel.getByLabel('Total', { exact: true });
      await total.fill('abc');
      await total.press('Enter');
      await panel.getByText('“abc” does not fit here. Write an amount such as 9.50.').waitFor();
      await workbench.statusBarItem('“abc” does not fit here. Write an amount such as 9.50.').waitFor();
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

  it('keeps what was read when the file is no picture any more, and says so', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await assertField(await readReceipt(workbench), 'Total', '40.20');
      await writeFile(join(workbench.workspace, 'receipt.jpg'), 'no pixels');
      const panel = await readReceipt(workbench);
      await workbench.statusBarItem(/receipt\.jpg is of an unknown type/).waitFor();
      await assertField(panel, 'Total', '40.20');
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
      const panel = await readSelection(workbench, 'chart.png', 'notes.md', 'receipt.jpg');
      await panel.getByRole('option', { name: /^receipt.jpg, Read, .*40\.20/ }).click();
      await assertField(panel, 'Total', '40.20');
      await workbench.screenshot('results-list-high-contrast');
      await panel.getByRole('option', { name: /^notes.md, Skipped/ }).click();
      await panel.getByText('not a picture').last().waitFor();
      await workbench.screenshot('results-skipped');
    }));

  it('copies what was read, in the form that is shown, with buttons in one row that stay where they are', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      const buttons = panel.getByRole('group', { name: 'Accept, copy, insert and save' }).getByRole('button');
      const places = async () => Promise.all((await buttons.all()).map(place));
      await panel.getByRole('button', { name: 'Copy Markdown' }).waitFor();
      const before = await places();
      assert.equal(new Set(before.map(({ y }) => y)).size, 1);
      await panel.getByRole('tab', { name: 'JSON' }).click();
      await panel.getByRole('button', { name: 'Copy JSON' }).click();
      assert.deepEqual(await places(), before);
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

  it('has a table of all pictures that is sorted, opens a picture and is saved as Markdown', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readSelection(workbench, 'chart.png', 'notes.md', 'receipt.jpg');
      await panel.getByRole('tab', { name: 'Table' }).click();
      const table = panel.getByRole('table', { name: 'Table' });
      await table.getByRole('row', { name: /^Sum of 1 40\.20 GBP 6\.70/ }).waitFor();
      await table.getByRole('row', { name: /^notes\.md .*Skipped: .*not a picture/ }).waitFor();
      const titles = await Promise.all((await table.locator('thead .title').all()).map(place));
      assert.equal(new Set(titles.map(({ y }) => y)).size, 1, 'the titles stand in one line');
      await table.getByRole('button', { name: 'Total' }).click();
      assert.deepEqual(await table.locator('tbody th').allTextContents(), ['receipt.jpg', 'chart.png', 'notes.md']);
      await workbench.screenshot('results-table');

      await panel.getByRole('button', { name: 'Save…' }).click();
      await workbench.option('Markdown').click();
      const saved = join(workbench.workspace, 'receipts.md');
      await workbench.page.waitForFunction(
        `document.querySelector('.quick-input-widget input[type="text"]')?.value.endsWith('receipts.md')`,
      );
      await workbench.page.keyboard.press('Enter');
      await workbench.statusBarItem('Saved as receipts.md').waitFor();
      const [, , first, ...others] = (await readFile(saved, 'utf8')).split('\n');
      assert.equal(first, '| receipt.jpg | MARIGOLD & FINCH BAKERY LTD | 2026-03-14 | GBP | 40.20 | 6.70 |');
      assert.match(
        others.join('\n'),
        /^\| chart\.png .*\n\| notes\.md .*not a picture.*\n\| Sum of 1 .* 40\.20 \| 6\.70 \|\n$/,
      );

      await table.getByRole('button', { name: 'receipt.jpg' }).click();
      await assertField(panel, 'Total', '40.20');
    }));

  it('is zoomed with the keyboard, and a receipt is accepted', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      await pixelsAcross(panel);
      const before = await place(panel.locator('.picture img'));
      await panel.getByRole('group', { name: 'Picture', exact: true }).focus();
      for (let press = 0; press < 3; press++) await workbench.page.keyboard.press('+');
      await panel.getByRole('button', { name: 'Fit to the width' }).getByText('195 %').waitFor();
      assert.ok((await place(panel.locator('.picture img'))).width > before.width * 1.9);
      await panel.getByLabel('Total', { exact: true }).hover();
      await workbench.screenshot('results-zoomed');
      await workbench.page.keyboard.press('0');
      await panel.getByRole('button', { name: 'Accept', exact: true }).click();
      await panel.getByRole('button', { name: 'Accepted', pressed: true }).waitFor();
      await workbench.reload();
      await workbench.webview().getByRole('button', { name: 'Accepted', pressed: true }).waitFor();
    }));
});
