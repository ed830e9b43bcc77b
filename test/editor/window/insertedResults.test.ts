import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { assertField, prepare, readReceipt, samples } from './resultsPanel.ts';
import { inWorkbench } from './workbench.ts';

async function prepareTwoNotes(workspace: string): Promise<void> {
  await prepare(workspace);
  await cp(join(samples, 'notes.md'), join(workspace, 'other.md'));
}

describe('The results panel in the window', () => {
  it('inserts a receipt at the cursor of the document that was open, as one step to undo', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.file('notes.md').dblclick();
      const text = workbench.page.locator('.monaco-editor[data-uri$="notes.md"] .view-lines');
      await text.click();
      await workbench.page.keyboard.press('ControlOrMeta+End');
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      await panel.getByRole('button', { name: 'Insert Markdown' }).click();
      await workbench.statusBarItem('Inserted into notes.md').waitFor();
      await text.getByText('| Merchant | MARIGOLD & FINCH BAKERY LTD |').waitFor();
      await workbench.screenshot('results-inserted');
      await workbench.page.keyboard.press('ControlOrMeta+Z');
      await text.getByText('MARIGOLD').waitFor({ state: 'hidden' });

      await workbench.runCommand('Porter: Insert Result…');
      await workbench.option('Text').click();
      await text.getByText('Flat White').waitFor();
    }));

  it('inserts also after a reload into the document that was used last, though others are open', () =>
    inWorkbench({ prepare: prepareTwoNotes }, async (workbench) => {
      for (const name of ['notes.md', 'other.md']) {
        await workbench.file(name).dblclick();
        await workbench.page.locator(`.monaco-editor.focused[data-uri$="${name}"]`).waitFor();
      }
      await workbench.tab('notes.md').click();
      await workbench.page.locator('.monaco-editor.focused[data-uri$="notes.md"]').waitFor();
      await assertField(await readReceipt(workbench), 'Total', '40.20');
      await workbench.reload();
      await workbench.webview().getByRole('button', { name: 'Insert Markdown' }).click();
      await workbench.statusBarItem('Inserted into notes.md').waitFor();
      const text = workbench.page.locator('.monaco-editor[data-uri$="notes.md"] .view-lines');
      await text.getByText('| Merchant | MARIGOLD & FINCH BAKERY LTD |').waitFor();
    }));
});
