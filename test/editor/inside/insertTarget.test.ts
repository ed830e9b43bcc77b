import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import {
  commands,
  Position,
  Selection,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Memento,
  type TextEditor,
} from 'vscode';
import { InsertTarget } from '../../../src/vscode/panel/insertTarget.ts';
import { inWorkspace, writeFile } from '../workspace.ts';

describe('Inserting results', () => {
  let target: InsertTarget;
  /** What the editor keeps over a reload. */
  const kept = new Map<string, unknown>();
  const state: Memento = {
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key),
    update: (key, value) => Promise.resolve(void kept.set(key, value)),
  };
  beforeEach(() => kept.clear());
  afterEach(() => {
    target.dispose();
    return commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function open(name: string, text: string, at: Selection): Promise<TextEditor> {
    const editor = await window.showTextDocument(await writeFile(name, text));
    editor.selection = at;
    target = new InsertTarget(state);
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
    ['at the end of a line', 'one', cursor(0, 3), 'one\n\nX\n'],
    ['below a line', 'one\n', cursor(1, 0), 'one\n\nX\n'],
    ['below an empty line', 'one\n\n', cursor(2, 0), 'one\n\nX\n'],
    ['in an empty document', '', cursor(0, 0), 'X\n'],
    ['before a line', 'one', cursor(0, 0), 'X\n\none'],
    ['in a line', 'one two', cursor(0, 4), 'one \n\nX\n\ntwo'],
    ['between lines', 'one\ntwo', cursor(0, 3), 'one\n\nX\n\ntwo'],
  ] as const) {
    it(`has empty lines around a table ${what}`, async () => {
      const { document } = await open(`${what}.md`, text, at);
      await target.insert('X\n', 'markdown', true);
      assert.equal(document.getText(), expected);
    });
  }

  describe('when the window was reloaded and tells of no editor that was used', () => {
    /** Opens documents, and a tab without text in front of them. */
    async function openBehind(...names: readonly string[]): Promise<void> {
      for (const name of names) await window.showTextDocument(await writeFile(name, name), { preview: false });
      await commands.executeCommand('workbench.action.openSettings');
      assert.equal(window.activeTextEditor, undefined);
    }

    it('puts the text into the document that was used last, though others are open', async () => {
      await openBehind('f1.md', 'f2.md', 'f3.md');
      kept.set('insertTarget', inWorkspace('f2.md').toString());
      target = new InsertTarget(state);
      assert.equal(await target.insert('X', 'plaintext', false), 'f2.md');
      assert.equal(window.activeTextEditor?.document.getText(), 'Xf2.md');
    });

    it('puts it into the one that is seen, where that one is closed', async () => {
      const beside = { viewColumn: ViewColumn.Two, preserveFocus: true };
      await openBehind('g1.md', 'g2.md');
      await window.showTextDocument(await writeFile('g3.md', ''), beside);
      await window.showTextDocument(await writeFile('g4.md', ''), beside);
      kept.set('insertTarget', inWorkspace('gone.md').toString());
      target = new InsertTarget(state);
      assert.equal(await target.insert('X', 'plaintext', false), 'g4.md');
      assert.equal(window.activeTextEditor?.viewColumn, ViewColumn.Two);
    });

    it('puts it into one behind another tab, where none is seen', async () => {
      await openBehind('h.md');
      target = new InsertTarget(state);
      assert.equal(await target.insert('X', 'plaintext', false), 'h.md');
    });
  });

  describe('where a tab shows no text that can be changed', () => {
    async function openOnly(uri: Uri): Promise<void> {
      await commands.executeCommand('workbench.action.closeAllEditors');
      await commands.executeCommand('vscode.open', uri, { preview: false });
    }

    it('puts it into another tab', async () => {
      await openOnly(await writeFile('j.md', ''));
      await commands.executeCommand('vscode.open', await writeFile('j.bin', new Uint8Array(8)));
      assert.equal(window.activeTextEditor, undefined);
      target = new InsertTarget(state);
      assert.equal(await target.insert('X', 'plaintext', false), 'j.md');
    });

    it('makes a document beside a binary file alone', async () => {
      await openOnly(await writeFile('k.bin', new Uint8Array(8)));
      target = new InsertTarget(state);
      await target.insert('X', 'plaintext', false);
      assert.equal(window.activeTextEditor?.document.uri.scheme, 'untitled');
    });

    it('makes a document beside one that can only be read', async () => {
      const provider = { provideTextDocumentContent: () => 'x' };
      const registration = workspace.registerTextDocumentContentProvider('fixed', provider);
      await openOnly(Uri.parse('fixed:/fixed.txt'));
      await commands.executeCommand('workbench.action.openSettings');
      target = new InsertTarget(state);
      await target.insert('X', 'plaintext', false);
      assert.equal(window.activeTextEditor?.document.uri.scheme, 'untitled');
      registration.dispose();
    });
  });

  it('keeps over a reload which document was used last', async () => {
    const { document } = await open('i.md', '', cursor(0, 0));
    assert.deepEqual([...kept.values()], [document.uri.toString()]);
  });

  it('does without that where the editor cannot keep it', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    await window.showTextDocument(await writeFile('l.md', ''));
    target = new InsertTarget({ ...state, update: () => Promise.reject(new Error('The disk is full.')) });
    await setImmediate();
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
    assert.equal(await target.insert('X', 'plaintext', false), 'l.md');
  });

  it('makes a document when there is none', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    target = new InsertTarget(state);
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
    target = new InsertTarget(state);
    await assert.rejects(target.insert('X', 'plaintext', false), { code: 'insertRefused' });
    registration.dispose();
  });
});
