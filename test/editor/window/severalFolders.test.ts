import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inWorkbench } from './workbench.ts';

describe('A workspace of several folders', () => {
  async function prepare(workspace: string): Promise<void> {
    const folder = join(workspace, 'second');
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await mkdir(join(workspace, 'first'));
    await writeFile(join(folder, 'note.txt'), 'note');
    await writeFile(join(folder, '.vscode/settings.json'), '{ "porter.defaultDestination": "missing" }');
    const folders = [{ path: 'first' }, { path: 'second' }];
    await writeFile(join(workspace, 'both.code-workspace'), JSON.stringify({ folders }));
  }

  it('has the settings of that folder opened which sets what is wrong', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const { page, workspace } = workbench;
      const file = join(workspace, 'both.code-workspace');
      await page.goto(`${new URL(page.url()).origin}/?workspace=${encodeURIComponent(file)}`);
      await workbench.started();
      // A workspace that it opens for the first time the editor may show without its folders.
      await workbench.reload();
      await workbench.chooseFromMenu(workbench.file('note.txt'), 'Porter', 'Upload');
      const told = workbench.notification('There is no destination “missing”');
      await told.getByRole('button', { name: 'Open Settings' }).click();
      await page.locator('.monaco-editor.focused[data-uri$="/second/.vscode/settings.json"]').waitFor();
    }));
});
