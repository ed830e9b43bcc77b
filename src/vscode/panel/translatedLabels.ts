import * as vscode from 'vscode';
import { labels } from '../../shared/labels.ts';
import type { LabelName, Labels } from '../../shared/labels.ts';

/** The panel's words in the user's language. */
export function translatedLabels(): Labels {
  const translated = Object.entries(labels).map(([name, english]) => [name, vscode.l10n.t(english)] as const);
  return Object.fromEntries(translated) as Record<LabelName, string>;
}
