import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';

/** The text editor that was used last, which is where results are inserted: the panel itself takes the focus from it. */
export class InsertTarget {
  readonly #subscription: vscode.Disposable;
  #last: vscode.TextEditor | undefined;

  constructor() {
    this.#note(vscode.window.activeTextEditor);
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) => this.#note(editor));
  }

  /**
   * Puts the text in place of what is selected, as one step to undo, and the document in front. Without a document it
   * makes one of that language.
   *
   * @param onOwnLines Whether an empty line goes before the text, as before a table.
   * @returns the document's name.
   * @throws Problem `insertRefused`.
   */
  async insert(text: string, language: string, onOwnLines: boolean): Promise<string> {
    const { document, viewColumn } = this.#last ?? {};
    if (document === undefined || document.isClosed) {
      const made = await vscode.workspace.openTextDocument({ content: text, language });
      await vscode.window.showTextDocument(made);
      return basename(made.uri.path);
    }
    const name = basename(document.uri.path);
    const editor = await vscode.window.showTextDocument(document, { ...(viewColumn && { viewColumn }) });
    const { version } = document;
    const done = await editor.edit((edit) => {
      for (const selection of editor.selections) {
        edit.replace(selection, onOwnLines ? gapBefore(document, selection.start) + text : text);
      }
    });
    // Of a document that can only be read the editor says that it was done.
    if (!done || document.version === version) throw new Problem('insertRefused', { file: name });
    return name;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** An output channel is a text editor too, in no column. */
  #note(editor: vscode.TextEditor | undefined): void {
    if (editor?.viewColumn !== undefined) this.#last = editor;
  }
}

/** Line breaks that end what stands before the place with an empty line. */
function gapBefore(document: vscode.TextDocument, { line, character }: vscode.Position): string {
  const isBlank = (text: string) => text.trim() === '';
  if (!isBlank(document.lineAt(line).text.slice(0, character))) return '\n\n';
  return line === 0 || isBlank(document.lineAt(line - 1).text) ? '' : '\n';
}
