/**
 * Messages, boxes and lists whose text may come from anywhere: names of files, settings, answers of servers. The editor
 * makes links of `[text](command:…)` there, which a click runs, and icons of `$(name)`; here text is text. Nothing else
 * asks the editor for them (`eslint.config.js`).
 */
import * as vscode from 'vscode';

export type Severity = 'information' | 'warning' | 'error';

/** Shows how far something is. */
export type Notification = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

/** What turns around what stands beside it: bidirectional embeddings, overrides and isolates (UAX #9). */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text with such characters as `\u202e`: a file's name may hold any. */
export function escapeTurning(text: string): string {
  return text.replace(turning, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** The text as it is to be shown, never as it is to be copied: what looks like a link or an icon is none. */
function plainText(text: string): string {
  // WORD JOINER: nobody sees it, and no line breaks there.
  return escapeTurning(text).replace(/(?<=[\]$])(?=\()/g, '\u2060');
}

/** Shows a message with buttons; fulfilled with the one that was pressed. */
export function showMessage<T extends vscode.MessageItem>(
  severity: Severity,
  message: string,
  buttons: readonly T[],
): Thenable<T | undefined> {
  const text = plainText(message);
  switch (severity) {
    case 'information':
      return vscode.window.showInformationMessage(text, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(text, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(text, ...buttons);
  }
}

/** Asks in the middle of the window; fulfilled with the answer, and undefined after Escape. */
export function ask(question: string, answers: readonly string[], detail?: string): Thenable<string | undefined> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: plainText(detail) }) };
  return vscode.window.showWarningMessage(plainText(question), options, ...answers);
}

/** Says something for so many milliseconds in the status bar. */
export function showBriefly(text: string, ms: number): void {
  vscode.window.setStatusBarMessage(plainText(text), ms);
}

/** Shows a notification with Cancel while the task is under way. */
export function withNotification<T>(
  title: string,
  task: (notification: Notification, token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const report: Notification['report'] = ({ message, ...step }) =>
      progress.report(message === undefined ? step : { ...step, message: plainText(message) });
    return task({ report }, token);
  });
}

/** Asks for a line of text; undefined after Escape. */
export function enterText(
  options: Pick<vscode.InputBoxOptions, 'title' | 'placeHolder' | 'password' | 'ignoreFocusOut'> & {
    readonly prompt: string;
    /** Why the text won't do. */
    readonly fault?: (text: string) => string | undefined;
  },
  token?: vscode.CancellationToken,
): Thenable<string | undefined> {
  const { prompt, fault, ...others } = options;
  const validateInput = (text: string) => {
    const told = fault?.(text);
    return told === undefined ? undefined : plainText(told);
  };
  return vscode.window.showInputBox({ ...others, prompt: plainText(prompt), validateInput }, token);
}

/** Lets a person choose one of the items; undefined after Escape. */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: Pick<vscode.QuickPickOptions, 'matchOnDescription'> & { readonly placeHolder: string },
): Promise<T | undefined> {
  const shown = items.map((item) => ({ ...shownItem(item), item }));
  return (await vscode.window.showQuickPick(shown, options))?.item;
}

function shownItem({ label, description, detail, iconPath }: vscode.QuickPickItem): vscode.QuickPickItem {
  return {
    label: plainText(label),
    ...(description === undefined ? {} : { description: plainText(description) }),
    ...(detail === undefined ? {} : { detail: plainText(detail) }),
    ...(iconPath === undefined ? {} : { iconPath }),
  };
}
