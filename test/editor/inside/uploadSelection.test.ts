import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { commands, Position, window, workspace, type Uri } from 'vscode';
import { bytesAt, copiedLinks } from '../links.ts';
import { Person } from '../person.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

/** How often the editor is asked what a resource is. */
function countLooks(): Disposable & { count: number } {
  const { fs } = workspace;
  const replace = (value: typeof fs) => Object.defineProperty(workspace, 'fs', { value, configurable: true });
  const asked = { count: 0, [Symbol.dispose]: () => void replace(fs) };
  const stat = (uri: Uri) => {
    asked.count++;
    return fs.stat(uri);
  };
  replace({ ...fs, stat });
  return asked;
}

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

  it('takes very many files without asking the editor for each, and one with changes as it shows it', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.confirm.files': 10_000 });
    const names = Array.from({ length: 1200 }, (_, index) => `many/${index}.txt`);
    const files = await Promise.all(names.map((name) => writeFile(name, name)));
    const [changed] = files;
    assert.ok(changed);
    const editor = await window.showTextDocument(changed);
    await editor.edit((edit) => edit.insert(new Position(0, 0), 'new '));
    using asked = countLooks();
    await commands.executeCommand('porter.upload', changed, files);
    assert.match((await person.isTold()).text, /^1200 files were uploaded/);
    const links = await copiedLinks();
    const sent = await Promise.all([0, 1, -1].map(async (place) => String(await bytesAt(links.at(place) ?? ''))));
    assert.deepEqual(sent, ['new many/0.txt', 'many/1.txt', 'many/1199.txt']);
    assert.ok(asked.count < 10, `${asked.count} files`);
  }).timeout(60_000);

  it('names the files of the open folder itself by its name, not by where it lies', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': ['!(top.txt)'] });
    await writeFile('top.txt', 'top');
    await commands.executeCommand('porter.upload', inWorkspace());
    assert.match((await person.isTold()).text, /^workspace\/top\.txt was uploaded/);
  });
});
