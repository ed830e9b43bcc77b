import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { Problem } from '../../core/problem.ts';
import type { Entry } from '../../shared/protocol.ts';
import { exportedCsv, exportedJson, readingsOf } from './exportResults.ts';

/**
 * Asks where, and where there are several pictures which, and writes the file.
 *
 * @returns its name; undefined when the person thought better of it.
 * @throws Problem `folderUnusable`.
 */
export async function saveResults(
  shown: readonly Entry[],
  all: readonly Entry[],
  as: 'json' | 'csv',
): Promise<string | undefined> {
  const chosen = await chooseReadings(readingsOf(shown), readingsOf(all));
  const [first] = chosen ?? [];
  if (chosen === undefined || first === undefined) return undefined;
  const name = chosen.length > 1 ? 'receipts' : basename(first.file, extname(first.file));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: as === 'json' ? { JSON: ['json'] } : { CSV: ['csv'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.${as}`) }),
  });
  if (!target) return undefined;
  const text = as === 'json' ? exportedJson(chosen) : exportedCsv(chosen);
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof vscode.FileSystemError ? cause.code : String(cause);
    throw new Problem('folderUnusable', { folder: dirname(target.fsPath), reason }, { cause });
  }
  return basename(target.path);
}

async function chooseReadings<T>(shown: readonly T[], all: readonly T[]): Promise<readonly T[] | undefined> {
  if (all.length < 2) return shown;
  const chosen = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('This picture'), readings: shown },
      { label: vscode.l10n.t('All {0} pictures of the list', all.length), readings: all },
    ],
    { placeHolder: vscode.l10n.t('What to save') },
  );
  return chosen?.readings;
}
