import { l10n } from 'vscode';
import { isNamedIn, type Problem } from '../core/problem.ts';

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
  return [...Map.groupBy(failures, ({ problem }) => problem.message)].map(([message, alike]) =>
    isKnown || alike.every(({ file, problem }) => isNamedIn(problem, file))
      ? message
      : `${listed(alike.map(({ file }) => file))}: ${message}`,
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
