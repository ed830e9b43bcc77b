import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { gate } from '../../unit/core/fakes.ts';
import { ocrSpaceKey, receiptAnswer, startOcrSpace } from '../../integration/servers/ocrSpace.ts';
import { root } from '../bundle.ts';
import { inWorkbench } from './workbench.ts';

const prepare = (workspace: string) => cp(join(root, 'media/samples'), workspace, { recursive: true });

describe('What is being typed into the panel in the window', () => {
  it('stays, with what is selected, while the picture is read again', async () => {
    await using service = await startOcrSpace();
    const settings = {
      'porter.ocr.engine': 'ocr.space',
      'porter.ocr.space.url': service.url,
      'porter.ocr.remember': false,
    };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      const read = () => workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Read Image');
      await read();
      await workbench.dialog('Send pictures to').getByRole('button', { name: 'Send Pictures' }).click();
      await workbench.enter(ocrSpaceKey);
      const panel = workbench.webview();
      const field = (name: string) => panel.getByLabel(name, { exact: true });
      await field('Merchant').waitFor();

      const asked = service.nextAsked();
      const typed = gate();
      service.reply = async () => {
        await typed.opened;
        return receiptAnswer('KETTLE');
      };
      await read();
      await asked;
      await field('Total').fill('4.5');
      await workbench.page.keyboard.press('Shift+ArrowLeft');
      typed.open();
      await panel
        .getByRole('group', { name: 'Words on the picture' })
        .getByText('KETTLE')
        .waitFor({ state: 'attached' });
      assert.equal(await field('Merchant').inputValue(), 'KETTLE LTD');
      assert.equal(await field('Total').inputValue(), '4.5');
      await workbench.screenshot('results-typing');
      // In place of the 5, which is selected.
      await workbench.page.keyboard.type('7');
      await workbench.page.keyboard.press('Enter');
      await panel.getByRole('button', { name: 'Reset Total to “4.50”' }).waitFor();
      assert.equal(await field('Total').inputValue(), '4.70');
    });
  });
});
