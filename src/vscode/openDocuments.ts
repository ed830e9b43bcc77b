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

function isUnsaved({ uri, isUntitled, isDirty }: vscode.TextDocument): boolean {
  const isStored = vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
  return isUntitled || isDirty || !isStored;
}

/** The document as the editor shows it now, in the bytes that saving it would write. */
export async function documentSource(document: vscode.TextDocument, path: string): Promise<Source> {
  const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  const id = document.uri.toString();
  return memorySource({ id, name: document.uri.path.split('/').at(-1) ?? path, path }, bytes);
}

/** The notebook of a resource, when it has changes that are not saved: the editor hands over only what is stored. */
export function unsavedNotebook(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  return unsavedNotebooks().find((open) => open.uri.toString() === uri.toString());
}

/** All notebooks that have changes that are not saved. */
export function unsavedNotebooks(): readonly vscode.NotebookDocument[] {
  return vscode.workspace.notebookDocuments.filter(({ isDirty, isUntitled }) => isDirty || isUntitled);
}
