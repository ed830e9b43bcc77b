import assert from 'node:assert/strict';
import { commands, Position, Range, window, workspace, WorkspaceEdit, Uri, type TextDocument } from 'vscode';
import { documentSource } from '../../../src/vscode/openDocuments.ts';
import { half, interruptUploadOf, sessions } from '../interrupted.ts';
import { Person } from '../person.ts';
import { useTus, type TusDestination } from '../tusDestination.ts';
import { inWorkspace, writeFile } from '../workspace.ts';

describe('An interrupted upload of a document that is not saved', () => {
  const content = 'porter '.repeat((2 * half) / 7);

  afterEach(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** As a window that is closed leaves it. */
  async function interrupt(document: TextDocument, tus: TusDestination): Promise<void> {
    const source = await documentSource(document, workspace.asRelativePath(document.uri));
    await interruptUploadOf(source, tus.server, 'test', Buffer.from(document.getText()).subarray(0, half));
  }

  async function untitled(text: string): Promise<TextDocument> {
    const document = await workspace.openTextDocument({ content: text });
    await window.showTextDocument(document);
    return document;
  }

  async function replaceText(document: TextDocument, text: string): Promise<void> {
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end), text);
    assert.ok(await workspace.applyEdit(edit));
  }

  async function isForgotten(tus: TusDestination): Promise<void> {
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
    assert.deepEqual(await tus.server.uploads(), []);
  }

  it('is resumed: what the server has is not sent again', async () => {
    using person = new Person();
    await using tus = await useTus();
    await interrupt(await untitled(content), tus);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^Untitled-\d+ was uploaded to “test”/);
    assert.equal(String(await tus.stored()), content);
    assert.deepEqual(tus.offsets(), [0, half]);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });

  it('is gone on with when it is uploaded once more', async () => {
    using person = new Person();
    await using tus = await useTus();
    const document = await workspace.openTextDocument(await writeFile('größer 1.txt', ''));
    await replaceText(document, content);
    await interrupt(document, tus);
    await commands.executeCommand('porter.upload', document.uri);
    assert.match((await person.isTold()).text, /^größer 1\.txt was uploaded to “test”/);
    assert.equal(String(await tus.stored()), content);
    assert.deepEqual(tus.offsets(), [0, half]);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });

  it('starts over with the file when that was saved since, which is said', async () => {
    using person = new Person();
    await using tus = await useTus();
    const document = await workspace.openTextDocument(await writeFile('größer 2.txt', ''));
    await replaceText(document, content);
    await interrupt(document, tus);
    assert.ok(await document.save());
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /größer 2\.txt may have changed since its upload was interrupted/);
    assert.equal(String(await tus.stored()), content);
    assert.equal((await tus.server.uploads()).length, 1);
    assert.deepEqual(await sessions().interrupted(new AbortController().signal), []);
  });

  it('is given up when the document was closed, and its server is told', async () => {
    using person = new Person();
    await using tus = await useTus();
    await interrupt(await untitled(content), tus);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^Untitled-\d+ was never saved, and is not open .* was given up\./);
    assert.deepEqual(person.unheard, []);
    await isForgotten(tus);
  });

  it('is given up, and nothing is sent, when a document of that name is another text', async () => {
    using person = new Person();
    await using tus = await useTus();
    const document = await untitled(content);
    await interrupt(document, tus);
    await replaceText(document, `${content}private`);
    await commands.executeCommand('porter.resumeInterrupted');
    assert.match((await person.isTold()).text, /^Untitled-\d+ was never saved, and is not open .* was given up\./);
    assert.deepEqual(person.unheard, []);
    assert.deepEqual(tus.offsets(), [0]);
    await isForgotten(tus);
  });
});

describe('A document that was closed without being saved', () => {
  it('is told to be open nowhere when it is uploaded', async () => {
    using person = new Person();
    await commands.executeCommand(
      'porter.upload',
      inWorkspace('Untitled-77').with({ scheme: 'untitled', path: 'Untitled-77' }),
    );
    const { text } = await person.isTold();
    assert.match(text, /No file system of this window has Untitled-77, and it is not open as a document\./);
    assert.doesNotMatch(text, /permissions/);
  });

  it('is told by its whole address where it has no path', async () => {
    using person = new Person();
    await commands.executeCommand('porter.upload', Uri.from({ scheme: 'untitled', path: '', query: 'draft' }));
    const { text } = await person.isTold();
    assert.match(text, /No file system of this window has untitled:\?draft, and it is not open as a document\./);
  });
});
