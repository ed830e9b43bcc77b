import assert from 'node:assert/strict';
import { commands, Position, Selection, Uri, window, workspace, type TextEditor } from 'vscode';
import { InsertTarget } from '../../../src/vscode/panel/insertTarget.ts';
import { writeFile } from '../workspace.ts';

describe('Inserting results', () => {
  let target: InsertTarget;
  afterEach(() => {
    target.dispose();
    return commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function open(name: string, text: string, at: Selection): Promise<TextEditor> {
    const editor = await window.showTextDocument(await writeFile(name, text));
    editor.selection = at;
    target = new InsertTarget();
    return editor;
  }
  const cursor = (line: number, character: number) =>
    new Selection(new Position(line, character), new Position(line, character));

  it('puts the text at the cursor of the editor that was used last, also behind another tab', async () => {
    const { document } = await open('a.md', 'one\ntwo\n', cursor(1, 1));
    await commands.executeCommand('workbench.action.openSettings');
    assert.equal(await target.insert('X', 'plaintext', false), 'a.md');
    assert.equal(document.getText(), 'one\ntXwo\n');
    await commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\ntwo\n');
  });

  it('puts it in place of what is selected', async () => {
    const { document } = await open('b.md', 'one two', new Selection(new Position(0, 4), new Position(0, 7)));
    await target.insert('X', 'plaintext', false);
    assert.equal(document.getText(), 'one X');
  });

  for (const [what, text, at, expected] of [
    ['in a line', 'one', cursor(0, 3), 'one\n\nX'],
    ['below a line', 'one\n', cursor(1, 0), 'one\n\nX'],
    ['below an empty line', 'one\n\n', cursor(2, 0), 'one\n\nX'],
    ['at the start', '', cursor(0, 0), 'X'],
  ] as const) {
    it(`has an empty line before a table ${what}`, async () => {
      const { document } = await open(`${what}.md`, text, at);
      await target.insert('X', 'markdown', true);
      assert.equal(document.getText(), expected);
    });
  }

  it('makes a document when there is none', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    target = new InsertTarget();
    await target.insert('{}', 'json', false);
    const { document } = window.activeTextEditor ?? {};
    assert.equal(document?.getText(), '{}');
    assert.equal(document.languageId, 'json');
  });

  it('says when the document takes no text', async () => {
    const registration = workspace.registerTextDocumentContentProvider('fixed', {
      provideTextDocumentContent: () => 'x',
    });
    await window.showTextDocument(await workspace.openTextDocument(Uri.parse('fixed:/fixed.txt')));
    target = new InsertTarget();
    await assert.rejects(target.insert('X', 'plaintext', false), { code: 'insertRefused' });
    registration.dispose();
  });
});
