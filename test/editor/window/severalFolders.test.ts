import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inWorkbench } from './workbench.ts';

describe('A workspace of several folders', () => {
  const bothFolders = JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] });

  async function prepare(workspace: string): Promise<void> {
    const folder = join(workspace, 'second');
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await mkdir(join(workspace, 'first'));
    await writeFile(join(folder, 'note.txt'), 'note');
    await writeFile(join(folder, '.vscode/settings.json'), '{ "porter.defaultDestination": "missing" }');
    await writeFile(join(workspace, 'both.code-workspace'), bothFolders);
  }

  it('has the settings of that folder opened which sets what is wrong', () =>
    inWorkbench({ prepare }, async (workbench) => {
      const { page, workspace } = workbench;
      const file = join(workspace, 'both.code-workspace');
      await page.goto(`${new URL(page.url()).origin}/?workspace=${encodeURIComponent(file)}`);
      await workbench.started();
      // The editor may have read it before it could reach the disk, and shows no folders then until the file changes.
      await writeFile(file, `${bothFolders}\n`);
      await workbench.chooseFromMenu(workbench.file('note.txt'), 'Porter', 'Upload');
      const told = workbench.notification('There is no destination “missing”');
      await told.getByRole('button', { name: 'Open Settings' }).click();
      await page.locator('.monaco-editor.focused[data-uri$="/second/.vscode/settings.json"]').waitFor();
    }));
});
