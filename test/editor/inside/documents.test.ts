import assert from 'node:assert/strict';
import {
  commands,
  env,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  NotebookEdit,
  Position,
  window,
  workspace,
  WorkspaceEdit,
  type NotebookDocument,
  type TextDocument,
} from 'vscode';
import { bytesAt } from '../links.ts';
import { Person } from '../person.ts';
import { inWorkspace, withSettings, writeFile } from '../workspace.ts';

/** What arrives when the document's tab is uploaded. */
async function uploaded(document: TextDocument): Promise<Buffer> {
  using person = new Person();
  await window.showTextDocument(document);
  await commands.executeCommand('porter.upload');
  assert.match((await person.isTold()).text, /was uploaded/);
  return await bytesAt(await env.clipboard.readText());
}

async function type(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(0, 0), text);
  assert.ok(await workspace.applyEdit(edit));
}

describe('A document that is not saved', () => {
  afterEach(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is uploaded under its name when it has no file yet', async () => {
    using person = new Person();
    const document = await workspace.openTextDocument({ content: 'new ✓\n' });
    await window.showTextDocument(document);
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /^Untitled-\d+ was uploaded/);
    const link = await env.clipboard.readText();
    assert.match(link, /Untitled-\d+/);
    assert.equal(String(await bytesAt(link)), 'new ✓\n');
  });

  it('is uploaded as the editor shows it, not as it is on disk', async () => {
    const document = await workspace.openTextDocument(await writeFile('dirty.txt', 'old'));
    await type(document, 'changed ');
    assert.equal(String(await uploaded(document)), 'changed old');
    assert.equal(document.isDirty, true);
  });

  it('is uploaded as the editor shows it inside of a folder, too', async () => {
    using person = new Person();
    await using _ = await withSettings({ 'porter.exclude': [] });
    const document = await workspace.openTextDocument(await writeFile('withDirty/dirty.txt', 'old'));
    await type(document, 'changed ');
    await commands.executeCommand('porter.upload', inWorkspace('withDirty'));
    assert.match((await person.isTold()).text, /^withDirty\/dirty\.txt was uploaded/);
    assert.equal(String(await bytesAt(await env.clipboard.readText())), 'changed old');
  });

  it('is uploaded as the editor shows it among very many files, too', async () => {
    using person = new Person();
    await using _ = await withSettings({
      'porter.destinations': { small: { kind: 'receiver', maxSize: 20 } },
      'porter.defaultDestination': 'small',
    });
    const large = 'x'.repeat(21);
    await Promise.all(Array.from({ length: 1000 }, (_file, index) => writeFile(`withMany/${index}.txt`, large)));
    const document = await workspace.openTextDocument(await writeFile('withMany/dirty.txt', 'old'));
    await type(document, 'changed ');
    await commands.executeCommand('porter.upload', inWorkspace('withMany'));
    assert.match((await person.isTold()).text, /^1000 of 1001 files were not uploaded/);
    assert.equal(String(await bytesAt(await env.clipboard.readText())), 'changed old');
  });

  for (const encoding of ['utf8', 'utf8bom', 'utf16le', 'utf16be', 'windows1252', 'shiftjis']) {
    it(`is uploaded in its encoding, as saving would write it: ${encoding}`, async () => {
      const uri = await writeFile(`${encoding}.txt`, '');
      const document = await workspace.openTextDocument(uri, { encoding });
      assert.equal(document.encoding, encoding);
      await type(document, encoding === 'shiftjis' ? '日本\r\n語' : 'héé\r\nü');
      const sent = await uploaded(document);
      assert.ok(await document.save());
      assert.deepEqual(sent, Buffer.from(await workspace.fs.readFile(uri)));
    });
  }

  it('is uploaded as the editor shows it when it comes from no file system', async () => {
    const provider = workspace.registerTextDocumentContentProvider('made', {
      provideTextDocumentContent: () => 'made up',
    });
    try {
      const document = await workspace.openTextDocument(inWorkspace('page.txt').with({ scheme: 'made' }));
      assert.equal(String(await uploaded(document)), 'made up');
    } finally {
      provider.dispose();
    }
  });
});

describe('A notebook', () => {
  const saved = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  async function withCell(notebook: NotebookDocument): Promise<void> {
    const cell = new NotebookCellData(NotebookCellKind.Code, 'print(1)', 'python');
    const edit = new WorkspaceEdit();
    edit.set(notebook.uri, [NotebookEdit.insertCells(0, [cell])]);
    assert.ok(await workspace.applyEdit(edit));
    assert.ok(notebook.isDirty);
  }

  it('is uploaded as it was saved last, which is said when it has changes', async () => {
    using person = new Person();
    const notebook = await workspace.openNotebookDocument(await writeFile('changed.ipynb', saved));
    await window.showNotebookDocument(notebook);
    await withCell(notebook);
    await commands.executeCommand('porter.upload');
    const told = await person.isTold();
    assert.equal(told.severity, 'warning');
    assert.match(told.text, /^changed\.ipynb was uploaded .*as it was last saved, without later changes\./);
    assert.equal(String(await bytesAt(await env.clipboard.readText())), saved);
  });

  it('is uploaded without a word when it is saved', async () => {
    using person = new Person();
    const notebook = await workspace.openNotebookDocument(await writeFile('saved.ipynb', saved));
    await window.showNotebookDocument(notebook);
    await commands.executeCommand('porter.upload');
    assert.equal((await person.isTold()).severity, 'information');
  });

  it('that was never saved is not uploaded, and why is said', async () => {
    using person = new Person();
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData([]));
    await window.showNotebookDocument(notebook);
    await withCell(notebook);
    await commands.executeCommand('porter.upload');
    assert.match((await person.isTold()).text, /was never saved, and only what is saved of a notebook is uploaded/);
  });
});
