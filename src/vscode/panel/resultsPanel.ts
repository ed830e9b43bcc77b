import { join } from 'node:path';
import * as vscode from 'vscode';
import { asProblem, Problem, sentenceOf } from '../../core/problem.ts';
import { entryRow } from '../../shared/entryRow.ts';
import { exported } from '../../shared/exportResults.ts';
import { parseFromPanel, parsePanelState } from '../../shared/protocol.ts';
import type { Entry, FromPanel, ToPanel } from '../../shared/protocol.ts';
import type { CommandId } from '../contributions.ts';
import { showBriefly, showMessage } from '../plainWindow.ts';
import { forgetOldWindows, windowFolder } from '../windowFolder.ts';
import { addedFolder, AddedPictures } from './addedPictures.ts';
import { fillPanel } from './fillPanel.ts';
import { chooseInserted, insertResults } from './insertResults.ts';
import { InsertTarget } from './insertTarget.ts';
import { PictureIntake } from './pictureIntake.ts';
import type { RememberedEdits } from './rememberedEdits.ts';
import { resultsViewType } from './results.ts';
import type { Results, ShownReading } from './results.ts';
import { ResultStore } from './resultStore.ts';
import { saveResults } from './saveResults.ts';
import { ShownResults } from './shownResults.ts';
import { translatedLabels } from './translatedLabels.ts';
import { ViewablePictures } from './viewablePictures.ts';

type Message<T extends FromPanel['type']> = Extract<FromPanel, { type: T }>;

/** The one panel with all results of a window. */
export class ResultsPanel implements Results {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #results: ShownResults;
  readonly #added: AddedPictures;
  readonly #intake: PictureIntake;
  readonly #pictures: ViewablePictures;
  readonly #target: InsertTarget;
  readonly #ending = new AbortController();
  /** Ends the loading of a picture that is no longer looked at. */
  #loading = new AbortController();
  #panel: vscode.WebviewPanel | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, edits: RememberedEdits) {
    this.#context = context;
    this.#log = log;
    const store = new ResultStore(join(windowFolder(context), 'results'));
    this.#results = new ShownResults(store, edits, this.#ending.signal);
    this.#added = new AddedPictures(addedFolder(context));
    this.#intake = new PictureIntake(this.#added, {
      onEnd: (uris) => this.#forgetAdded(uris),
      onTrouble: (error) => this.#report(error),
    });
    this.#target = new InsertTarget(context.workspaceState);
    this.#pictures = new ViewablePictures(vscode.Uri.joinPath(context.extensionUri, 'dist', 'ocr').fsPath);
    context.subscriptions.push(this.#target, this.#pictures, { dispose: () => this.#ending.abort() });
  }

  async show(readings: readonly ShownReading[]): Promise<void> {
    const ids = await this.#put(readings);
    const [first = this.#results.selected] = ids;
    this.#results.selected = first;
    if (this.#panel) await this.#post({ type: 'rows', rows: this.#entries(ids).map(entryRow), selected: first });
    // A person may be typing, into it or beside it.
    if (!this.#panel?.visible) this.#reveal();
  }

  open(): Promise<void> {
    this.#reveal();
    return Promise.resolve();
  }

  async insert(): Promise<void> {
    const { entries, selected } = this.#results;
    if (!entries.some(({ reading }) => reading.status === 'read')) {
      this.#reveal();
      return;
    }
    const chosen = await chooseInserted(this.#entries([selected ?? '']), entries);
    if (chosen) await this.#insert(chosen.entries, chosen.as).catch((error: unknown) => this.#report(error));
  }

  async add(readings: readonly ShownReading[]): Promise<void> {
    if (!this.#panel) return;
    const ids = await this.#put(readings);
    await this.#post({ type: 'rows', rows: this.#entries(ids).map(entryRow) });
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

  async #put(readings: readonly ShownReading[]): Promise<readonly string[]> {
    const ids = await this.#results.add(readings.map((shown) => ({ ...shown, uri: shown.uri.toString() })));
    for (const [index, { reading }] of readings.entries()) {
      const shown = this.#results.get(ids[index] ?? '')?.entry.reading;
      // The earlier reading stands in its place, so that the panel does not show why.
      if ('problem' in reading && shown?.status === 'read')
        await this.#announce(sentenceOf(reading.file, reading.problem));
    }
    // What was left of a document when it was cancelled is read now.
    const pages = readings.filter(({ uri, reading }) => uri.fragment !== '' && reading.status === 'read');
    const documents = pages.map(({ uri }) => uri.with({ fragment: '' }).toString());
    for (const id of this.#results.cancelledOf(documents)) await this.#remove(id);
    return ids;
  }

  #reveal(): void {
    if (this.#panel) this.#panel.reveal();
    else {
      const title = vscode.l10n.t('Porter Results');
      this.#adopt(vscode.window.createWebviewPanel(resultsViewType, title, vscode.ViewColumn.Active));
    }
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = parseFromPanel(data);
      if (message) this.#receive(message).catch((error: unknown) => this.#report(error));
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      void this.#pictures.dispose();
      this.#clear().catch((error: unknown) => this.#report(error));
    });
    fillPanel(panel, this.#context.extensionUri);
    forgetOldWindows(this.#context, Date.now()).catch((error: unknown) => this.#log.error(asProblem(error)));
  }

  async #receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#showAll();
      case 'select':
        return this.#select(message.id);
      case 'correct':
        return this.#correct(message);
      case 'confirm':
        return this.#tellChanges(await this.#results.confirm(message.id, message.path));
      case 'reset':
        return this.#tellChanges(await this.#results.reset(message.id, message.path));
      case 'accept':
        return this.#tellChanges(await this.#results.accept(message.id, message.accepted));
      case 'copy':
        return this.#copy(message);
      case 'insert':
        return this.#insert(this.#entries(message.ids), message.as);
      case 'save':
        return this.#save(message);
      case 'remove':
        return this.#remove(message.id);
      case 'choose':
        await vscode.commands.executeCommand('porter.readImage' satisfies CommandId);
        return;
      case 'add':
        this.#intake.add(message.name, message.content);
        return;
      case 'readAdded':
        return this.#intake.readAdded();
      case 'readDropped':
        return this.#intake.readDropped(message.uris);
    }
  }

  async #correct({ id, path, text }: Message<'correct'>): Promise<void> {
    try {
      await this.#tellChanges(await this.#results.correct(id, path, text));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      showBriefly(error.message, 5000);
      await this.#post({ type: 'refused', id, path, text, message: error.message });
    }
  }

  async #copy({ ids, as }: Message<'copy'>): Promise<void> {
    await vscode.env.clipboard.writeText(exported(this.#entries(ids), as, translatedLabels()));
    const said = {
      markdown: vscode.l10n.t('Markdown copied'),
      text: vscode.l10n.t('Text copied'),
      json: vscode.l10n.t('JSON copied'),
    };
    await this.#announce(said[as]);
  }

  async #insert(entries: readonly Entry[], as: Message<'insert'>['as']): Promise<void> {
    const document = await insertResults(entries, as, this.#target);
    await this.#announce(vscode.l10n.t('Inserted into {0}', document));
  }

  async #save({ ids }: Message<'save'>): Promise<void> {
    const saved = await saveResults(this.#entries(ids));
    if (saved) await this.#announce(vscode.l10n.t('Saved as {0}', saved));
  }

  async #remove(id: string): Promise<void> {
    const uri = this.#results.get(id)?.uri;
    await this.#results.remove(id);
    await this.#post({ type: 'removed', id, selected: this.#results.selected });
    if (uri !== undefined) await this.#forgetAdded([uri]);
  }

  async #clear(): Promise<void> {
    const { uris } = this.#results;
    await this.#results.clear();
    await this.#forgetAdded(uris);
  }

  /** Those that no result has. */
  async #forgetAdded(uris: readonly string[]): Promise<void> {
    await this.#added.forget(uris.map(pathOf), this.#results.uris.map(pathOf));
  }

  /** Those of the ids, in their order. */
  #entries(ids: readonly string[]): readonly Entry[] {
    return ids.flatMap((id) => this.#results.get(id)?.entry ?? []);
  }

  async #showAll(): Promise<void> {
    const { entries, selected } = this.#results;
    await this.#post({ type: 'show', rows: entries.map(entryRow), selected, labels: translatedLabels() });
  }

  async #select(id: string): Promise<void> {
    const record = this.#results.get(id);
    if (!record) return;
    this.#loading.abort();
    this.#loading = new AbortController();
    const signal = AbortSignal.any([this.#loading.signal, this.#ending.signal]);
    this.#results.selected = id;
    await this.#post({ type: 'entry', entry: record.entry });
    if (record.entry.reading.status !== 'read') return;
    const { file } = record.entry.reading;
    const picture = await this.#pictures.load(vscode.Uri.parse(record.uri), file, signal);
    if (!signal.aborted) await this.#post({ type: 'picture', id, picture });
  }

  async #tellChanges(ids: readonly string[]): Promise<void> {
    for (const entry of this.#entries(ids)) {
      await this.#post({ type: 'changed', row: entryRow(entry), corrections: entry.corrections });
    }
  }

  /** Says it in the window, and to a screen reader that is in the panel. */
  async #announce(message: string): Promise<void> {
    showBriefly(message, 5000);
    await this.#post({ type: 'announce', message });
  }

  #report(error: unknown): void {
    const problem = asProblem(error);
    this.#log.error(problem);
    void showMessage('error', problem.message, []);
  }

  /** What a hidden panel misses it asks for again when it is shown: its script starts anew. */
  async #post(message: ToPanel): Promise<void> {
    await this.#panel?.webview.postMessage(message);
  }
}

/** Of the file, whichever of its pages is meant. */
function pathOf(uri: string): string {
  return vscode.Uri.parse(uri).fsPath;
}
