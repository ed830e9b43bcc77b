import { inWorkbench } from './workbench.ts';

describe('Get started in the window', () => {
  it('says how each step is done, and shows it', () =>
    inWorkbench({}, async (workbench) => {
      const { page } = workbench;
      // Beside the side bar there is no room for the pictures.
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.option('Get started with Porter').click();
      const picture = workbench.webview();
      await page.getByText('the links are on the clipboard.').waitFor();
      await picture.getByText('The link is on the clipboard.').waitFor();
      await workbench.screenshot('walkthrough-upload');

      await page.getByText('Read a receipt', { exact: true }).first().click();
      await picture.getByText('14.40 + 2.88 = 17.28').waitFor();
      await workbench.screenshot('walkthrough-read');

      await page.getByText('Add a destination of your own', { exact: true }).first().click();
      await picture.getByText('${secret:photos}').waitFor();
      await workbench.screenshot('walkthrough-destination');
      await page.getByText('Add a Destination', { exact: true }).click();
      await workbench.quickInput.getByText('What do you want to call it?').waitFor();
    }));
});
