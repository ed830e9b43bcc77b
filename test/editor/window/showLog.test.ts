import { inWorkbench } from './workbench.ts';

/** After the next reload, what the editor does when it is idle waits until it is let go. */
const holdingIdle = `
  const held = new Map();
  const { requestIdleCallback: request, cancelIdleCallback: cancel } = window;
  window.requestIdleCallback = (...work) => {
    if (sessionStorage.hold === undefined) return request(...work);
    const handle = -1 - held.size;
    held.set(handle, work);
    return handle;
  };
  window.cancelIdleCallback = (handle) => (held.has(handle) ? held.set(handle, undefined) : cancel(handle));
  window.letGo = () => {
    delete sessionStorage.hold;
    for (const work of held.values()) if (work) request(...work);
  };
`;

describe('The installed extension', () => {
  it('shows its log from the palette', () =>
    inWorkbench({}, async (workbench) => {
      await workbench.runCommand('Porter: Show Log');
      await workbench.outputOf('Porter').waitFor();
      await workbench.screenshot('show-log');
    }));

  it('shows its log also before the editor knows the logs of extensions', () =>
    inWorkbench({ script: holdingIdle }, async (workbench) => {
      await workbench.page.evaluate('sessionStorage.hold = "yes"');
      await workbench.page.reload();
      await workbench.page.waitForFunction(`performance.getEntriesByName('code/didLoadExtensions').length > 0`);
      await workbench.runCommand('Porter: Show Log');
      // The editor has dealt with the first command when the second has done its work.
      await workbench.runCommand('Porter: Copy Last Link');
      await workbench.notification('Nothing has been uploaded').waitFor();
      await workbench.page.evaluate('letGo()');
      await workbench.outputOf('Porter').waitFor();
    }));
});
