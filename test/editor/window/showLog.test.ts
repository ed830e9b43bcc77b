import { inWorkbench } from './workbench.ts';

describe('The installed extension', () => {
  it('shows its log from the palette', () =>
    inWorkbench({}, async (workbench) => {
      await workbench.runCommand('Porter: Show Log');
      await workbench.page.locator('.part.panel').getByRole('combobox', { name: 'Output' }).waitFor();
      await workbench.screenshot('show-log');
    }));
});
