import { l10n } from 'vscode';
import type { Problem } from '../core/problem.ts';

/** So many sentences stand in a notification, and so many files in one of them; the others are in the log. */
const shownAtOnce = 3;

/** What went wrong with a file. */
export interface Failure {
  readonly file: string;
  readonly problem: Problem;
}

/**
 * Each reason once, with the files that it holds for where it does not name them.
 *
 * @param isKnown whether a person knows by now which file it is.
 */
export function reasonsOf(failures: readonly Failure[], isKnown = false): readonly string[] {
  const files = new Map<string, string[]>();
  for (const { file, problem } of failures) {
    const named = files.get(problem.message);
    if (named) named.push(file);
    else files.set(problem.message, [file]);
  }
  return [...files].map(([message, names]) =>
    isKnown || names.every((name) => message.includes(name)) ? message : `${listed(names)}: ${message}`,
  );
}

/** The first sentences, and how many more there are. */
export function firstOf(sentences: readonly string[]): readonly string[] {
  const shown = sentences.slice(0, shownAtOnce);
  const more = sentences.length - shown.length;
  return more > 0 ? [...shown, l10n.t('And {0} more: see the details.', more)] : shown;
}

/** `a, b, c and 2 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownAtOnce).join(', ');
  return names.length > shownAtOnce ? l10n.t('{0} and {1} more', shown, names.length - shownAtOnce) : shown;
}
