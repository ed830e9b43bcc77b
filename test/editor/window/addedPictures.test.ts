import assert from 'node:assert/strict';
import { mkdir, readFile, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertField, pixelsAcross, place, prepare, readReceipt, samples } from './resultsPanel.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** The files of pictures that were pasted. */
const pastedFiles = 'User/workspaceStorage/*/porter.porter/added/*/*';

/** Copies the sample chart, and pastes it into the panel. */
async function pastePicture(workbench: Workbench): Promise<void> {
  const panel = workbench.webview();
  await panel.getByText('paste or drop one here').waitFor();
  const png = (await readFile(join(samples, 'chart.png'))).toString('base64');
  await workbench.page.evaluate(`
    (async () => {
      const bytes = Uint8Array.from(atob('${png}'), (character) => character.charCodeAt(0));
      const picture = new Blob([bytes], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    })()
  `);
  await panel.locator('main').click();
  await workbench.page.keyboard.press('ControlOrMeta+V');
}

describe('The results panel in the window', () => {
  it('reads a picture that is pasted, and keeps its file as long as it shows it', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.runCommand('Porter: Show Results');
      const panel = workbench.webview();
      await pastePicture(workbench);
      await panel.getByRole('heading', { name: 'pasted-1.png' }).waitFor();
      await pixelsAcross(panel);
      await workbench.screenshot('results-pasted');
      await panel.getByRole('tab', { name: 'JSON' }).click();
      await panel.getByRole('button', { name: 'Copy JSON' }).click();
      await workbench.statusBarItem('JSON copied').waitFor();
      assert.equal((JSON.parse(await workbench.clipboard()) as { file: string }).file, 'pasted-1.png');

      await workbench.untilKept(pastedFiles, 1);
      await workbench.chooseFromMenu(workbench.file('chart.png'), 'Porter', 'Read Image');
      await panel.getByRole('heading', { name: 'chart.png' }).waitFor();
      await workbench.untilKept(pastedFiles, 1);
      await panel.getByRole('option', { name: /^pasted-1\.png/ }).click();
      await workbench.page.keyboard.press('Delete');
      await workbench.untilKept(pastedFiles, 0);
    }));

  it('lets a person choose a picture while there is none', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.runCommand('Porter: Show Results');
      const panel = workbench.webview();
      await panel.getByRole('button', { name: 'Read Pictures…' }).waitFor();
      const invitation = panel.getByText(/^Nothing was read yet\. Choose pictures, or paste or drop one here/);
      await invitation.waitFor();
      await workbench.screenshot('results-empty');
      await panel.getByRole('button', { name: 'Read Pictures…' }).click();
      await workbench.option('chart.png').click();
      await panel.getByRole('heading', { name: 'chart.png' }).waitFor();
      assert.equal(await invitation.isVisible(), false);
    }));

  it('has what was read in a window without a folder also after a reload, in a folder of that window', () =>
    inWorkbench({ withoutFolder: true }, async (workbench) => {
      const files = 'User/globalStorage/porter.porter/windows/*/added/*/*';
      await workbench.runCommand('Porter: Show Results');
      await pastePicture(workbench);
      const picture = workbench.webview().getByRole('heading', { name: 'pasted-1.png' });
      await picture.waitFor();
      await workbench.reload();
      await picture.waitFor();
      await workbench.untilKept(files, 1);
      await workbench.webview().getByRole('button', { name: 'Save…' }).click();
      await workbench.option('CSV').click();
      await workbench.page.waitForFunction(
        `document.querySelector('.quick-input-widget input[type="text"]')?.value.endsWith('/pasted-1.csv')`,
      );
      await workbench.page.keyboard.press('Escape');
      await workbench.tab('Porter Results').click({ button: 'middle' });
      await workbench.untilKept(files, 0);
    }));

  it('deletes what windows without a folder kept that nobody used for 30 days', () => {
    const day = 24 * 3600;
    const now = Date.now() / 1000;
    const windows = 'User/globalStorage/porter.porter/windows';
    const prepareWindows = async (_: string, data: string) => {
      for (const [name, days] of [
        ['old', 31],
        ['recent', 29],
      ] as const) {
        const added = join(data, windows, name, 'added');
        await mkdir(added, { recursive: true });
        for (const folder of [added, dirname(added)]) await utimes(folder, now - days * day, now - days * day);
      }
    };
    return inWorkbench({ withoutFolder: true, prepare: prepareWindows }, async (workbench) => {
      await workbench.untilKept(`${windows}/*`, 2);
      await workbench.runCommand('Porter: Show Results');
      await workbench.webview().getByText('paste or drop one here').waitFor();
      await workbench.untilKept(`${windows}/old`, 0);
      await workbench.untilKept(`${windows}/recent/added`, 1);
    });
  });

  it('keeps no file of a pasted picture that is not to be read after all', () =>
    inWorkbench({ prepare, settings: { 'porter.ocr.engine': 'ocr.space' } }, async (workbench) => {
      await workbench.runCommand('Porter: Show Results');
      await pastePicture(workbench);
      const question = workbench.dialog('Send pictures to api.ocr.space?');
      await question.waitFor();
      await workbench.untilKept(pastedFiles, 1);
      await question.getByRole('button', { name: 'Cancel' }).click();
      await workbench.untilKept(pastedFiles, 0);
    }));

  it('reads what is dropped from the Explorer', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const panel = await readReceipt(workbench);
      await assertField(panel, 'Total', '40.20');
      const { x, y, width, height } = await place(panel.locator('main'));
      const { mouse, keyboard } = workbench.page;
      await workbench.file('chart.png').hover();
      await mouse.down();
      await mouse.move(x + width / 2, y + height / 2 - 40, { steps: 4 });
      // The editor lets a panel have what is dragged while Shift is down.
      await keyboard.down('Shift');
      await mouse.move(x + width / 2, y + height / 2, { steps: 4 });
      await mouse.up();
      await keyboard.up('Shift');
      await panel.getByRole('option', { name: /^chart\.png, Read/ }).waitFor();
    }));
});
