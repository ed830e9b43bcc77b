import * as vscode from 'vscode';
import { exported } from '../../shared/exportResults.ts';
import type { CopyFormat, Entry } from '../../shared/protocol.ts';
import { pickOne } from '../plainWindow.ts';
import type { InsertTarget } from './insertTarget.ts';
import { translatedLabels } from './translatedLabels.ts';

/** What a document of it is, to the editor. */
const languages = { markdown: 'markdown', text: 'plaintext', json: 'json' } as const;

/**
 * Puts the pictures into the text editor that was used last.
 *
 * @returns the document's name.
 * @throws Problem `insertRefused`.
 */
export function insertResults(entries: readonly Entry[], as: CopyFormat, target: InsertTarget): Promise<string> {
  return target.insert(exported(entries, as, translatedLabels()), languages[as], as === 'markdown');
}

/** Asks what of the results is to be inserted; undefined when the person thought better of it. */
export async function chooseInserted(
  shown: readonly Entry[],
  all: readonly Entry[],
): Promise<{ readonly entries: readonly Entry[]; readonly as: CopyFormat } | undefined> {
  const [first] = shown;
  const file = first?.reading.file ?? '';
  const ofShown = [
    { label: vscode.l10n.t('Receipt as Markdown'), description: file, entries: shown, as: 'markdown' },
    { label: vscode.l10n.t('Text'), description: file, entries: shown, as: 'text' },
    { label: vscode.l10n.t('JSON'), description: file, entries: shown, as: 'json' },
  ] as const;
  const ofAll = {
    label: vscode.l10n.t('Table of all {0} pictures as Markdown', all.length),
    entries: all,
    as: 'markdown',
  } as const;
  return pickOne([...(first?.reading.status === 'read' ? ofShown : []), ...(all.length > 1 ? [ofAll] : [])], {
    placeHolder: vscode.l10n.t('What to insert'),
  });
}
