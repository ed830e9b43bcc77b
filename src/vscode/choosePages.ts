import * as vscode from 'vscode';
import type { PageCounter } from '../core/ports.ts';
import { ask } from './plainWindow.ts';

/** A document with more pages is asked about: each takes a second or two. */
const manyPages = 50;

/**
 * Counts the pages of documents; of one that has many only those that the person wants to have read.
 *
 * @param isAlone whether nothing else was selected: then there is nothing to go on with.
 * @param cancel called when the person wants nothing read any more; it aborts the signal of the count.
 */
export function wantedPages(pages: PageCounter, isAlone: boolean, cancel: () => void): PageCounter {
  return {
    async count(source, signal) {
      const count = await pages.count(source, signal);
      if (count <= manyPages) return count;
      const wanted = await choosePages(source.path, count, isAlone);
      if (wanted === undefined) cancel();
      signal.throwIfAborted();
      return wanted ?? count;
    },
  };
}

/** @returns undefined: nothing is to be read, of no file. */
async function choosePages(file: string, count: number, isAlone: boolean): Promise<number | undefined> {
  const choices = new Map([
    [vscode.l10n.t('Read All {0} Pages', count), count],
    [vscode.l10n.t('Read First {0}', manyPages), manyPages],
  ]);
  if (!isAlone) choices.set(vscode.l10n.t('Leave It Out'), 0);
  const question = vscode.l10n.t('{0} has {1} pages. Read them all?', file, count);
  const chosen = await ask(question, [...choices.keys()]);
  return chosen === undefined ? undefined : choices.get(chosen);
}
