import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRecordingServer, type Reply } from '../recordingServer.ts';
import { inWorkbench, type Workbench } from './workbench.ts';

/** Text that the editor would make a link of, which hides the side bar, and an icon. */
function trap(word: string): string {
  return `[${word}](command:workbench.action.toggleSidebarVisibility) $(trash)`;
}

/** Clicks on the word of a notification, as a person would: nothing happens. */
async function clickIsNothing(workbench: Workbench, word: string): Promise<void> {
  const message = workbench.notification(word).locator('.notification-list-item-message');
  await message.getByText(word).first().click();
  assert.equal(await message.locator('a').count(), 0, `“${word}” is no link`);
  assert.equal(await workbench.page.locator('.monaco-workbench.nosidebar').count(), 0, `“${word}” runs nothing`);
}

describe('Foreign text in the window', () => {
  it('of a file, a destination and a server becomes no link and no icon', async () => {
    await using server = await startRecordingServer();
    const { promise: reply, resolve: answer } = Promise.withResolvers<Reply>();
    server.reply = () => reply;
    const file = `${trap('picture')}.jpg`;
    const destination = trap('web');
    const prepare = (workspace: string) => writeFile(join(workspace, file), 'one');
    const settings = { 'porter.destinations': { [destination]: { kind: 'raw', url: `${server.url}/` } } };
    await inWorkbench({ prepare, settings }, async (workbench) => {
      await workbench.chooseFromMenu(workbench.file(file), 'Porter', 'Upload To…');
      const choice = workbench.quickInput.getByRole('option', { name: 'web' });
      await choice.waitFor();
      assert.equal(await choice.locator('.codicon-trash').count(), 0, 'the name of a destination holds no icon');
      await choice.click();
      await workbench.notification('Uploading to').waitFor();
      await clickIsNothing(workbench, 'web');

      const problem = JSON.stringify({ title: 'No', detail: `First ${trap('sign in')} again` });
      answer({ status: 400, headers: { 'content-type': 'application/problem+json' }, body: problem });
      await workbench.notification('was not uploaded').waitFor();
      for (const word of ['picture', 'web', 'sign in']) await clickIsNothing(workbench, word);
      await workbench.screenshot('foreign-text');

      await workbench
        .notification('was not uploaded')
        .getByRole('button', { name: /^Clear/ })
        .click();
      await workbench.runCommand('Porter: Show Uploads');
      const row = workbench.row('Porter Uploads', /picture/).last();
      await row.hover();
      const hover = workbench.page.locator('.workbench-hover').filter({ hasText: 'sign in' });
      await hover.waitFor();
      assert.equal(await row.locator('.codicon-trash').count(), 0, 'the name of a file holds no icon');
      assert.equal(await hover.locator('a, .codicon-trash').count(), 0, 'what is told of a row holds neither');
    });
  });
});
