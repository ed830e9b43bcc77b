import { l10n } from 'vscode';

/** Why a glob won't do for choosing files, for a person; undefined when it will. */
export function patternFault(text: string): string | undefined {
  const pattern = text.trim();
  if (pattern === '') return l10n.t('Write a pattern.');
  // `!(draft)*` is a pattern of its own.
  if (/^!(?!\()/.test(pattern)) {
    return l10n.t(
      'A pattern says which files are uploaded, so it cannot begin with “!”. porter.exclude leaves files out.',
    );
  }
  if (isBraceOpen(pattern)) return l10n.t('The “{0}” is not closed: write {1}.', '{', '*.{png,jpg}');
  return undefined;
}

function isBraceOpen(pattern: string): boolean {
  let open = 0;
  for (const sign of pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')) {
    if (sign === '{') open += 1;
    if (sign === '}' && open > 0) open -= 1;
  }
  return open > 0;
}
