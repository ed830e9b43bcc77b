import { prepare } from './resultsPanel.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** Takes a whole destination out of those that the editor offers at the cursor, and saves. */
async function take(workbench: Workbench, kind: string): Promise<void> {
  const { page } = workbench;
  await page.locator('.monaco-editor.focused[data-uri$="settings.json"]').waitFor();
  await page
    .locator('.suggest-widget')
    .getByRole('option', { name: new RegExp(`^${kind}\\b`) })
    .click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+S');
  await page.locator('.tab.active:not(.dirty)').waitFor();
}

describe('Add Destination in the window', () => {
  it('asks for a name, offers whole destinations in the settings, and what is taken can be chosen', () =>
    inWorkbench({ prepare }, async (workbench) => {
      await workbench.runCommand('Porter: Add Destination…');
      await workbench.quickInput.getByText('What do you want to call it?').waitFor();
      await workbench.enter('team');
      await take(workbench, 'form');

      await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Upload To…');
      await workbench.option('team').waitFor();
      await workbench.option('Add a Destination…').click();
      await workbench.enter('team');
      await workbench.quickInput.getByText('There is a destination “team” already.').waitFor();
      await workbench.enter('bucket');
      await take(workbench, 's3');
      await workbench.screenshot('add-destination');

      await workbench.chooseFromMenu(workbench.file('receipt.jpg'), 'Porter', 'Upload To…');
      await workbench.option('bucket').waitFor();
      await workbench.option('team').waitFor();
    }));
});
