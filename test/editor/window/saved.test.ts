import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertField, prepare, readReceipt } from './resultsPanel.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** Saves what the panel shows where the editor proposes it, and gives the file's text. */
async function save(workbench: Workbench, format: string, name: string): Promise<string> {
  await workbench.webview().getByRole('button', { name: 'Save…' }).click();
  await workbench.option(format).click();
  await workbench.page.waitForFunction(
    `document.querySelector('.quick-input-widget input[type="text"]')?.value.endsWith('/${name}')`,
  );
  await workbench.page.keyboard.press('Enter');
  await workbench.statusBarItem(`Saved as ${name}`).waitFor();
  return readFile(join(workbench.workspace, name), 'utf8');
}

describe('The results panel in the window', () => {
  it('saves what was read and corrected as CSV and as JSON', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      const merchant = panel.getByLabel('Merchant', { exact: true });
      await merchant.fill('=Marigold, "the bakery"');
      await merchant.press('Enter');
      await panel.getByRole('button', { name: /^Reset Merchant/ }).waitFor();

      const csv = await save(workbench, 'CSV', 'receipt.csv');
      assert.equal(csv.charCodeAt(0), 0xfeff, 'begins with a byte order mark');
      const [header = '', row = '', ...others] = csv.slice(1).split('\r\n');
      assert.ok(header.startsWith('file,'), header);
      assert.ok(row.startsWith('receipt.jpg,'), row);
      assert.ok(row.includes(`"'=Marigold, ""the bakery"""`), row);
      assert.ok(row.includes(',40.2'), row);
      assert.deepEqual(others, ['']);

      const record = JSON.parse(await save(workbench, 'JSON', 'receipt.json')) as {
        file: string;
        receipt: { merchant: { value: string }; total: { value: number } };
      };
      assert.equal(record.file, 'receipt.jpg');
      assert.equal(record.receipt.merchant.value, '=Marigold, "the bakery"');
      assert.equal(record.receipt.total.value, 40.2);
    }));
});
