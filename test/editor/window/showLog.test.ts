import { inWorkbench } from './workbench.ts';

describe('The installed extension', () => {
  it('shows its log from the palette', () =>
    inWorkbench({}, async (workbench) => {
      await workbench.runCommand('Porter: Show Log');
      await workbench.outputOf('Porter').waitFor();
      await workbench.screenshot('show-log');
    }));
});
