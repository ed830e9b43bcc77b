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
   * @param onOwnLines Whether the text begins on a line of its own, as a table does.
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
    const done = await editor.edit((edit) => {
      for (const selection of editor.selections) {
        const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
        edit.replace(selection, onOwnLines && before.trim() !== '' ? `\n\n${text}` : text);
      }
    });
    if (!done) throw new Problem('insertRefused', { file: name });
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
