import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';

/** Where it is kept over a reload which document was used last. */
const lastKey = 'insertTarget';

/** A text editor, by what it shows and where. */
interface Place {
  readonly uri: vscode.Uri;
  readonly viewColumn: vscode.ViewColumn | undefined;
}

/**
 * The text editor that was used last, which is where results are inserted: the panel itself takes the focus from it.
 */
export class InsertTarget {
  readonly #state: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  #last: vscode.TextEditor | undefined;

  /** @param state Of the workspace: a window that is reloaded knows no editor but those that it shows. */
  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#note(vscode.window.activeTextEditor);
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) => this.#note(editor));
  }

  /**
   * Puts the text in place of what is selected, as one step to undo, and the document in front. Without a text editor
   * it makes a document of that language.
   *
   * @param onOwnLines Whether empty lines part the text, which ends with a line break, from others: after a table these
   *   would be rows of it.
   * @returns the document's name.
   * @throws Problem `insertRefused`.
   */
  async insert(text: string, language: string, onOwnLines: boolean): Promise<string> {
    const place = await this.#place();
    if (place === undefined) {
      const made = await vscode.workspace.openTextDocument({ content: text, language });
      await vscode.window.showTextDocument(made);
      return basename(made.uri.path);
    }
    const { uri, viewColumn } = place;
    const name = basename(uri.path);
    const editor = await vscode.window.showTextDocument(uri, { ...(viewColumn && { viewColumn }) });
    const { document } = editor;
    const { version } = document;
    const done = await editor.edit((edit) => {
      for (const selection of editor.selections) {
        edit.replace(selection, onOwnLines ? withGaps(text, document, selection) : text);
      }
    });
    // Of a document that can only be read the editor says that it was done.
    if (!done || document.version === version) throw new Problem('insertRefused', { file: name });
    return name;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /**
   * The editor that was used last, also before a reload; else one that is seen; else one behind another tab. A tab
   * shows no text where its file is binary or gone.
   */
  async #place(): Promise<Place | undefined> {
    if (this.#last?.document.isClosed === false) {
      return { uri: this.#last.document.uri, viewColumn: this.#last.viewColumn };
    }
    const tabs = textTabs();
    const last = this.#state.get<string>(lastKey);
    const inOrder = new Set([
      ...tabs.filter(({ uri }) => uri.toString() === last),
      ...tabs.filter(({ isSeen }) => isSeen),
      ...tabs.toReversed(),
    ]);
    for (const tab of inOrder) if (await opensAsText(tab.uri)) return tab;
    return undefined;
  }

  /** An output channel is a text editor too, in no column. */
  #note(editor: vscode.TextEditor | undefined): void {
    if (editor?.viewColumn === undefined) return;
    this.#last = editor;
    // Where the editor cannot keep it, a window that is reloaded takes a document that is seen.
    this.#state.update(lastKey, editor.document.uri.toString()).then(undefined, () => undefined);
  }
}

/** Tabs of files that can be written. */
function textTabs(): readonly (Place & { readonly isSeen: boolean })[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
    tabs.flatMap(({ input, isActive }) =>
      input instanceof vscode.TabInputText && isWritable(input.uri)
        ? [{ uri: input.uri, viewColumn, isSeen: isActive }]
        : [],
    ),
  );
}

function isWritable({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

async function opensAsText(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.openTextDocument(uri);
    return true;
  } catch {
    return false;
  }
}

function withGaps(text: string, document: vscode.TextDocument, { start, end }: vscode.Selection): string {
  const rest = document.lineAt(end.line).text.slice(end.character);
  return gapBefore(document, start) + text + (isBlank(rest) ? '' : '\n');
}

/** Line breaks that end what stands before the place with an empty line. */
function gapBefore(document: vscode.TextDocument, { line, character }: vscode.Position): string {
  if (!isBlank(document.lineAt(line).text.slice(0, character))) return '\n\n';
  return line === 0 || isBlank(document.lineAt(line - 1).text) ? '' : '\n';
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
