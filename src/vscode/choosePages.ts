import * as vscode from 'vscode';
import type { PageCounter } from '../core/ports.ts';

/** A document with more pages is asked about: each takes a second or two. */
const manyPages = 50;

/**
 * Counts the pages of documents; of one that has many only those that the person wants to have read.
 *
 * @param cancel called when that is none; it aborts the signal that the count was asked for with.
 */
export function wantedPages(pages: PageCounter, cancel: () => void): PageCounter {
  return {
    async count(source, signal) {
      const count = await pages.count(source, signal);
      if (count <= manyPages) return count;
      const wanted = await choosePages(source.path, count);
      if (wanted === undefined) cancel();
      signal.throwIfAborted();
      return wanted ?? count;
    },
  };
}

/** @returns undefined: none. */
async function choosePages(file: string, count: number): Promise<number | undefined> {
  const choices = new Map([
    [vscode.l10n.t('Read All {0} Pages', count), count],
    [vscode.l10n.t('Read First {0}', manyPages), manyPages],
  ]);
  const question = vscode.l10n.t('{0} has {1} pages. Read them all?', file, count);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true }, ...choices.keys());
  return chosen === undefined ? undefined : choices.get(chosen);
}
