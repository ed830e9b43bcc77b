import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawing } from '../../rendered/drawing.ts';
import { Paper, print } from '../../rendered/paper.ts';
import { inWorkbench } from './workbench.ts';

const count = 200;

/** A folder with so many pictures; all but one are damaged, as reading them would take long. */
async function prepare(workspace: string): Promise<void> {
  const folder = join(workspace, 'many');
  await mkdir(folder);
  await writeFile(join(folder, '000.png'), smallReceipt());
  for (let number = 1; number < count; number++) {
    await writeFile(join(folder, `${String(number).padStart(3, '0')}.png`), 'no pixels');
  }
}

function smallReceipt(): Buffer {
  const paper = new Paper(28);
  for (const text of ['TEAPOT TRADING LTD', '1 High Street, London', 'Date: 03/04/2025']) paper.left(print(text));
  paper.pair(print('Tea with milk'), print('40.20'));
  paper.pair(print('TOTAL GBP'), print('40.20'));
  return drawing(paper.sheet, 'sans').toBuffer('image/png');
}

/** Counts what the panel is told, in characters. */
const counting = `
  window.told = [];
  window.addEventListener('message', ({ data }) => window.told.push([data?.type, JSON.stringify(data)?.length]));
`;

describe('The results panel in the window', () => {
  it(`stays smooth with ${count} pictures`, () =>
    inWorkbench({ prepare, settings: { 'porter.confirm.files': 1000 }, script: counting }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file('many'), 'Porter', 'Read Receipts in Folder');
      await workbench.tab('Porter Results').waitFor();
      const panel = workbench.webview();
      await panel.getByText(`${count} pictures, 0 accepted`).waitFor();
      await panel.getByRole('option', { name: /^000\.png, Read/ }).click();
      const total = panel.getByLabel('Total', { exact: true });
      await total.waitFor();
      assert.equal(await total.inputValue(), '40.20');
      await total.fill('41');
      await total.press('Enter');
      await panel.getByRole('option', { name: /GBP 41\.00/ }).waitFor();
      const told: (readonly [string, number])[] = await panel.locator('body').evaluate('window.told');
      const longest = (type: string) => Math.max(...told.flatMap(([of, length]) => (of === type ? length : [])));
      assert.ok(longest('show') < 100_000, `all: ${longest('show')} characters`);
      assert.ok(longest('changed') < 1000, `a change: ${longest('changed')} characters`);

      await panel.getByRole('option', { name: /^000\.png/ }).focus();
      await workbench.page.keyboard.press('End');
      await panel.getByRole('heading', { name: '199.png' }).waitFor();
      await workbench.screenshot('results-many');
      await panel.getByRole('tab', { name: 'Table' }).click();
      await panel.getByRole('table').getByRole('button', { name: 'File' }).click();
      assert.equal(await panel.locator('tbody tr').count(), count);
      await panel.getByRole('row', { name: /^Sum of 1 41\.00 GBP/ }).waitFor();
      await workbench.screenshot('results-many-table');
      await workbench.reload();
      await panel.getByText(`${count} pictures, 0 accepted`).waitFor();
      assert.equal(await panel.locator('tbody tr').count(), count);
    }));
});
