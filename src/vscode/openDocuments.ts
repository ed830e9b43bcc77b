import { webcrypto } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { Source } from '../core/model.ts';
import { memorySource } from '../node/files/memorySource.ts';

/**
 * The document of a resource when the editor shows something else than what is stored: it was never saved, has
 * changes, or comes from no file system at all (an output channel, a page that an extension made).
 */
export function unsavedDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document && isUnsaved(document) ? document : undefined;
}

/** All documents of which the editor shows something else than what is stored. */
export function unsavedDocuments(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(isUnsaved);
}

function isUnsaved(document: vscode.TextDocument): boolean {
  return document.isDirty || !isStored(document);
}

function isStored({ uri, isUntitled }: vscode.TextDocument): boolean {
  return !isUntitled && vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
}

/** The document as the editor shows it now, in the bytes that saving it would write. */
export async function documentSource(document: vscode.TextDocument, path: string): Promise<Source> {
  const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  const version = await digestOf(bytes);
  const address = addressOf(document.uri);
  const id = isStored(document) ? address : `${address}#text=${version}`;
  return memorySource({ id, name: document.uri.path.split('/').at(-1) ?? path, path, version }, bytes);
}

/**
 * The end of the `Source.id` of a document that is stored nowhere. What is called Untitled-1 is another text in another
 * window, and tomorrow: nobody wants the one to go on where the other was interrupted.
 */
const textMark = /#text=[0-9a-f]{64}$/;

/** The resource of which a source was made with this id. */
export function resourceOf(id: string): vscode.Uri {
  return vscode.Uri.parse(id.replace(textMark, ''), true);
}

/**
 * Whether this is the id of a document that is stored nowhere and is not open with that text: it can't be had again.
 */
export async function isLostDocument(id: string): Promise<boolean> {
  if (!textMark.test(id)) return false;
  const document = unsavedDocument(resourceOf(id));
  return document === undefined || (await documentSource(document, '')).id !== id;
}

/** Of a file on this machine as `fileSource` has it: saved, it is the same file. */
function addressOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? pathToFileURL(uri.fsPath).href : uri.toString();
}

/** SHA-256, by a thread of Node's own: a document may be large, and the extension host is shared. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/** The notebook of a resource, when it has changes that are not saved: the editor hands over only what is stored. */
export function unsavedNotebook(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  return unsavedNotebooks().find((open) => open.uri.toString() === uri.toString());
}

/** All notebooks that have changes that are not saved. */
export function unsavedNotebooks(): readonly vscode.NotebookDocument[] {
  return vscode.workspace.notebookDocuments.filter(({ isDirty, isUntitled }) => isDirty || isUntitled);
}
