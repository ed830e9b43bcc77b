import * as vscode from 'vscode';
import type { Reading } from '../../core/model.ts';

/** Names the panel to the editor, which starts Porter for it after a reload (`onWebviewPanel:`). */
export const resultsViewType = 'porter.results';

/** What a picture gave, and which one it is. */
export interface ShownReading {
  readonly uri: vscode.Uri;
  readonly reading: Reading;
}

/** The panel that shows readings. */
export interface Results {
  /** Adds the readings, the first of them in front. A picture that is in the panel already gets its new reading. */
  show(readings: readonly ShownReading[]): Promise<void>;
}

/** All that is loaded with the extension; the panel itself comes with the first results, or after a reload. */
export function registerResultsPanel(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Results {
  const panel = once(async () => {
    const { ResultsPanel } = await import('./resultsPanel.ts');
    return new ResultsPanel(context, log);
  });
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(resultsViewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => (await panel()).restore(webviewPanel, state),
    }),
  );
  return { show: async (readings) => (await panel()).show(readings) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
