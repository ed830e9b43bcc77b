import { homedir } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';
import { exported } from '../../shared/exportResults.ts';
import type { Entry } from '../../shared/protocol.ts';
import { pickOne } from '../plainWindow.ts';
import { translatedLabels } from './translatedLabels.ts';

/**
 * Asks as what and where, and writes the file.
 *
 * @returns its name; undefined when the person thought better of it.
 * @throws Problem `folderUnusable`.
 */
export async function saveResults(entries: readonly Entry[]): Promise<string | undefined> {
  const [first, ...others] = entries;
  if (first === undefined) return undefined;
  const kind = await chooseKind();
  if (!kind) return undefined;
  const name = others.length > 0 ? 'receipts' : basename(first.reading.file, extname(first.reading.file));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    filters: { [kind.label]: [kind.ending] },
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${kind.ending}`),
  });
  if (!target) return undefined;
  const text = exported(entries, kind.format, translatedLabels());
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof vscode.FileSystemError ? cause.code : String(cause);
    throw new Problem('folderUnusable', { folder: dirname(target.fsPath), reason }, { cause });
  }
  return basename(target.path);
}

function chooseKind() {
  const kinds = [
    { label: 'CSV', description: vscode.l10n.t('a row a picture, for spreadsheets'), format: 'csv', ending: 'csv' },
    { label: 'Markdown', description: vscode.l10n.t('tables, for documents'), format: 'markdown', ending: 'md' },
    { label: 'JSON', description: vscode.l10n.t('all that was read, for programs'), format: 'json', ending: 'json' },
  ] as const;
  return pickOne(kinds, { placeHolder: vscode.l10n.t('Save as') });
}
