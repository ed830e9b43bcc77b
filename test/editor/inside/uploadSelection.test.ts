import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { commands, window } from 'vscode';
import { bytesAt, copiedLinks } from '../links.ts';
import { Person } from '../person.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

describe('Upload', () => {
  beforeEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('takes the whole selection of the Explorer, each file once, and tells once', async () => {
    using person = new Person();
    const a = await writeFile('a.txt', 'a');
    const b = await writeFile('b.txt', 'b');
    await commands.executeCommand('porter.upload', a, [a, b, a]);
    assert.equal((await person.isTold()).text, '2 files were uploaded to “receiver”. 2 links are on the clipboard.');
    const [first = '', second = '', ...more] = await copiedLinks();
    assert.deepEqual([await bytesAt(first), await bytesAt(second)].map(String), ['a', 'b']);
    assert.deepEqual(more, []);
  });

  it('takes a tab’s resource, whatever the editor says about the tab', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', await writeFile('tab.txt', 't'), { groupId: 1, editorIndex: 0 });
    assert.match((await person.isTold()).text, /^tab\.txt was uploaded/);
  });

  it('takes the active tab’s file from the palette', async () => {
    using person = new Person();
    await window.showTextDocument(await writeFile('active.txt', 'active'));
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^active\.txt was uploaded/);
  });

  it('takes the picture of a preview from the palette', async () => {
    using person = new Person();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await commands.executeCommand('vscode.openWith', await writeFile('dot.png', png), 'imagePreview.previewEditor');
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^dot\.png was uploaded/);
  });

  it('asks for files when no tab shows one', async () => {
    using person = new Person();
    person.choosesFiles = [await writeFile('chosen.txt', 'c')];
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^chosen\.txt was uploaded/);
  });

  it('does nothing when the question for files is answered with Escape', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload');
    assert.deepEqual(person.unheard, []);
  });

  it('walks folders: without .git, node_modules, the setting’s globs and links that lead out', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': ['*.log', 'no/**', 'tree/secret/**'] });
    await writeFile('outside.txt', 'outside');
    for (const path of [
      'tree/a.txt',
      'tree/b/c.txt',
      'tree/.git/x',
      'tree/node_modules/y',
      'tree/b/z.log',
      'tree/no/n.txt',
      'tree/secret/s.txt',
    ])
      await writeFile(path, path);
    await symlink(inWorkspace('outside.txt').fsPath, inWorkspace('tree/escape.txt').fsPath);
    await commands.executeCommand('porter.upload', inWorkspace('tree'));
    const told = await person.isTold();
    assert.match(told.text, /^1 of 3 files were not sent/);
    assert.match(told.text, /tree\/escape\.txt is a symbolic link out of the selected folder/);
    const sent = await Promise.all((await copiedLinks()).map(async (link) => String(await bytesAt(link))));
    assert.deepEqual(sent, ['tree/a.txt', 'tree/b/c.txt']);
  });

  it('names the files of the open folder itself by its name, not by where it lies', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': ['!(top.txt)'] });
    await writeFile('top.txt', 'top');
    await commands.executeCommand('porter.upload', inWorkspace());
    assert.match((await person.isTold()).text, /^workspace\/top\.txt was uploaded/);
  });
});
