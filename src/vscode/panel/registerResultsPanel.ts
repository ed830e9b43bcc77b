import * as vscode from 'vscode';
import { once } from '../once.ts';
import type { RememberedResults } from '../rememberedResults.ts';
import { resultsViewType, type Results } from './results.ts';

/** All that is loaded with the extension; the panel itself comes with the first results, or after a reload. */
export function registerResultsPanel(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  remembered: () => Promise<RememberedResults>,
): Results {
  const panel = once(async () => {
    const { ResultsPanel } = await import('./resultsPanel.ts');
    return new ResultsPanel(context, log, (await remembered()).edits);
  });
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(resultsViewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => (await panel()).restore(webviewPanel, state),
    }),
  );
  return {
    show: async (readings) => (await panel()).show(readings),
    add: async (readings) => (await panel()).add(readings),
    open: async () => (await panel()).open(),
    insert: async () => (await panel()).insert(),
  };
}
