import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { asProblem, Problem } from '../../core/problem.ts';
import { labels } from '../../shared/labels.ts';
import type { LabelName, Labels } from '../../shared/labels.ts';
import { parseFromPanel, parsePanelState } from '../../shared/protocol.ts';
import type { Entry, FromPanel, ToPanel } from '../../shared/protocol.ts';
import { exportedJson, exportedText, readingsOf } from './exportResults.ts';
import { panelHtml } from './panelHtml.ts';
import { pictureOf } from './pictureOf.ts';
import { resultsViewType } from './results.ts';
import type { Results, ShownReading } from './results.ts';
import { ResultStore } from './resultStore.ts';
import { saveResults } from './saveResults.ts';
import { ShownResults } from './shownResults.ts';

/** The one panel with all results of a window. */
export class ResultsPanel implements Results {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #results: ShownResults;
  readonly #ending = new AbortController();
  #panel: vscode.WebviewPanel | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    const storage = context.storageUri ?? context.globalStorageUri;
    const store = new ResultStore(vscode.Uri.joinPath(storage, 'results').fsPath);
    this.#results = new ShownResults(store, this.#ending.signal);
    context.subscriptions.push({ dispose: () => this.#ending.abort() });
  }

  async show(readings: readonly ShownReading[]): Promise<void> {
    await this.#results.add(readings.map(({ uri, reading }) => ({ uri: uri.toString(), reading })));
    if (this.#panel) {
      this.#panel.reveal();
      await this.#showAll();
    } else {
      this.#adopt(
        vscode.window.createWebviewPanel(resultsViewType, vscode.l10n.t('Porter Results'), vscode.ViewColumn.Active),
      );
    }
  }

  /**
   * Fills a panel that the editor kept over a reload. That is when its tab comes to the front: a panel that was opened
   * meanwhile gives up its results to it.
   */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.#results.restore(parsePanelState(state));
    const opened = this.#panel;
    this.#adopt(panel);
    opened?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    const media = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'media');
    panel.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = parseFromPanel(data);
      if (message) this.#receive(message).catch((error: unknown) => this.#report(error));
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#results.clear().catch((error: unknown) => this.#report(error));
    });
    // Setting the page starts its script, which says `ready`.
    panel.webview.html = panelHtml({
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.css')).toString(),
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
    });
  }

  async #receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#showAll();
      case 'select':
        this.#results.selected = message.id;
        return this.#showPicture(message.id);
      case 'correct':
        return this.#correct(message);
      case 'reset':
        await this.#results.reset(message.id, message.path);
        return this.#showEntry(message.id);
      case 'copy':
        return this.#copy(message);
      case 'save':
        return this.#save(message);
      case 'remove':
        await this.#results.remove(message.id);
        return this.#showAll();
    }
  }

  async #correct({ id, path, text }: Extract<FromPanel, { type: 'correct' }>): Promise<void> {
    try {
      await this.#results.correct(id, path, text);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.#post({ type: 'refused', id, path, message: error.message });
    }
    await this.#showEntry(id);
  }

  async #copy({ id, as }: Extract<FromPanel, { type: 'copy' }>): Promise<void> {
    const [reading] = readingsOf(this.#entries(id));
    if (!reading) return;
    await vscode.env.clipboard.writeText(as === 'text' ? exportedText(reading) : exportedJson([reading]));
    await this.#announce(as === 'text' ? vscode.l10n.t('Text copied') : vscode.l10n.t('JSON copied'));
  }

  async #save({ id, as }: Extract<FromPanel, { type: 'save' }>): Promise<void> {
    const saved = await saveResults(this.#entries(id), this.#results.entries, as);
    if (saved) await this.#announce(vscode.l10n.t('Saved as {0}', saved));
  }

  #entries(id: string): readonly Entry[] {
    return this.#results.entries.filter((entry) => entry.id === id);
  }

  async #showAll(): Promise<void> {
    const { entries, selected } = this.#results;
    await this.#post({ type: 'show', entries: [...entries], selected, labels: translatedLabels() });
  }

  async #showEntry(id: string): Promise<void> {
    const record = this.#results.get(id);
    if (record) await this.#post({ type: 'entry', entry: record.entry });
  }

  async #showPicture(id: string): Promise<void> {
    const record = this.#results.get(id);
    if (record?.entry.reading.status !== 'read') return;
    const picture = await pictureOf(vscode.Uri.parse(record.uri), record.entry.reading.file, {
      assetsFolder: vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'ocr').fsPath,
      signal: this.#ending.signal,
    });
    await this.#post({ type: 'picture', id, picture });
  }

  /** Says it in the window, and to a screen reader that is in the panel. */
  async #announce(message: string): Promise<void> {
    vscode.window.setStatusBarMessage(message, 5000);
    await this.#post({ type: 'announce', message });
  }

  #report(error: unknown): void {
    const problem = asProblem(error);
    this.#log.error(problem);
    void vscode.window.showErrorMessage(problem.message);
  }

  /** What a hidden panel misses it asks for again when it is shown: its script starts anew. */
  async #post(message: ToPanel): Promise<void> {
    await this.#panel?.webview.postMessage(message);
  }
}

function translatedLabels(): Labels {
  const translated = Object.entries(labels).map(([name, english]) => [name, vscode.l10n.t(english)] as const);
  return Object.fromEntries(translated) as Record<LabelName, string>;
}
