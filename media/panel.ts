import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { parsePanelState, parseToPanel } from '../src/shared/protocol.ts';
import type { Entry, FromPanel, PanelState, Row, ToPanel } from '../src/shared/protocol.ts';
import { watchAdding } from './addPictures.ts';
import { BatchTable } from './batchTable.ts';
import { element } from './element.ts';
import { EntryView, refusedWork } from './entryView.ts';
import type { Work } from './entryView.ts';
import { ListView } from './listView.ts';
import type { Form } from './readingView.ts';
import { Tabs } from './tabs.ts';

/** What the editor gives a webview's script. */
interface EditorApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}
declare function acquireVsCodeApi(): EditorApi;

/** All that stands on the page once the panel's words are there. */
interface Parts {
  readonly labels: Labels;
  readonly header: HTMLElement;
  readonly views: Tabs<PanelState['view']>;
  readonly count: HTMLElement;
  readonly list: ListView;
  readonly empty: HTMLElement;
  readonly table: BatchTable;
  /** Where the picture that is looked at stands. */
  readonly entry: HTMLElement;
}

/** The whole panel: the list of pictures and the one that is looked at, or all of them as a table. */
class Panel {
  readonly #editor: EditorApi;
  readonly #main: HTMLElement;
  readonly #status: HTMLElement;
  readonly #rows = new Map<string, Row>();
  #parts: Parts | undefined;
  #entry: EntryView | undefined;
  /** What a person is at in the pictures that are not shown, by id. */
  readonly #works = new Map<string, Work>();
  #selected: string | undefined;
  /** What a person chose to see of each picture. */
  #form: Form | undefined;

  constructor(editor: EditorApi, main: HTMLElement, status: HTMLElement) {
    this.#editor = editor;
    this.#main = main;
    this.#status = status;
  }

  get files(): readonly string[] {
    return [...this.#rows.values()].map(({ file }) => file);
  }

  receive(message: ToPanel): void {
    switch (message.type) {
      case 'show':
        this.#build(message.labels);
        this.#rows.clear();
        this.#put(message.rows, message.selected);
        break;
      case 'rows':
        this.#put(message.rows, message.selected ?? this.#selected);
        break;
      case 'removed':
        this.#remove(message.id, message.selected);
        break;
      case 'entry':
        if (message.entry.id === this.#selected) this.#showEntry(message.entry);
        break;
      case 'changed':
        this.#put([message.row], undefined);
        if (message.row.id === this.#entry?.id) this.#entry.update({ ...message, accepted: message.row.accepted });
        break;
      case 'picture':
        if (message.id === this.#entry?.id) this.#entry.showPicture(message.picture);
        break;
      case 'refused':
        this.#refuse(message);
        break;
      case 'announce':
        this.#status.textContent = message.message;
    }
  }

  #build(labels: Labels): void {
    const list = new ListView(labels, {
      select: (id) => this.#select(id),
      remove: (id) => this.#editor.postMessage({ type: 'remove', id }),
    });
    const table = new BatchTable(labels, {
      open: (id) => this.#open(id),
      remove: (id) => this.#editor.postMessage({ type: 'remove', id }),
      send: (message) => this.#editor.postMessage(message),
    });
    const entry = element('div', { class: 'shown' });
    const choose = element('button', { type: 'button', class: 'primary' }, labels.choosePictures);
    choose.addEventListener('click', () => this.#editor.postMessage({ type: 'choose' }));
    const empty = element('div', { class: 'notice' }, element('p', {}, labels.empty), choose);
    const pictures = element('div', { class: 'pictures' }, list.element, entry, empty);
    const views = new Tabs<PanelState['view']>(
      labels.views,
      [
        { key: 'pictures', label: labels.pictures, panel: pictures },
        { key: 'table', label: labels.table, panel: table.element },
      ],
      parsePanelState(this.#editor.getState()).view,
      () => this.#viewChanged(),
    );
    const count = element('span', { class: 'count' });
    const header = element('header', {}, views.list, count);
    this.#entry?.dispose();
    this.#entry = undefined;
    this.#selected = undefined;
    this.#parts = { labels, header, views, count, list, empty, table, entry };
    this.#main.replaceChildren(header, pictures, table.element);
  }

  /** Adds rows or shows what has changed of them, and brings one in front. */
  #put(rows: readonly Row[], selected: string | undefined): void {
    for (const row of rows) this.#rows.set(row.id, row);
    this.#parts?.list.put(rows);
    this.#rowsChanged();
    // What is in front may have been read again.
    if (selected !== undefined)
      this.#select(
        selected,
        rows.some(({ id }) => id === selected),
      );
    this.#keepState();
  }

  #remove(id: string, selected: string | undefined): void {
    this.#rows.delete(id);
    this.#works.delete(id);
    this.#parts?.list.remove(id, selected);
    this.#rowsChanged();
    if (this.#selected === id) {
      this.#entry?.dispose();
      this.#entry = undefined;
      this.#selected = undefined;
      this.#parts?.entry.replaceChildren();
    }
    if (selected !== undefined) this.#select(selected);
    this.#keepState();
  }

  #rowsChanged(): void {
    if (this.#parts === undefined) return;
    const { labels, header, views, count, list, empty, table, entry } = this.#parts;
    const rows = [...this.#rows.values()];
    if (rows.length < 2) views.choose('pictures');
    header.hidden = rows.length < 2;
    list.element.hidden = rows.length < 2;
    empty.hidden = rows.length > 0;
    entry.hidden = rows.length === 0;
    const accepted = rows.filter((row) => row.accepted).length;
    count.textContent = fill(labels.count, { pictures: rows.length, accepted });
    if (views.key === 'table') table.show(rows);
  }

  #viewChanged(): void {
    this.#rowsChanged();
    this.#keepState();
  }

  #open(id: string): void {
    this.#parts?.views.choose('pictures');
    this.#select(id);
    this.#parts?.list.focus(id);
  }

  /** Asks for what was read from a picture; what is shown stays until that comes. */
  #select(id: string, again = false): void {
    if (!this.#rows.has(id) || (this.#selected === id && !again)) return;
    this.#selected = id;
    this.#parts?.list.select(id);
    this.#editor.postMessage({ type: 'select', id });
    this.#keepState();
  }

  #showEntry(entry: Entry): void {
    if (this.#parts === undefined) return;
    if (this.#entry) this.#works.set(this.#entry.id, this.#entry.takeWork());
    this.#entry?.dispose();
    this.#entry = new EntryView(entry, this.#parts.labels, this.#form, {
      send: (message) => this.#editor.postMessage(message),
      choose: (form) => (this.#form = form),
    });
    this.#parts.entry.replaceChildren(this.#entry.element);
    const work = this.#works.get(entry.id);
    if (work) this.#entry.resume(work);
    this.#works.delete(entry.id);
  }

  /** The picture may have left the front since it was typed, so that the field does not say it. */
  #refuse(refused: Extract<ToPanel, { type: 'refused' }>): void {
    const isSeen = refused.id === this.#entry?.id && this.#parts?.views.key === 'pictures';
    if (!isSeen) this.#status.textContent = refused.message;
    const work = this.#works.get(refused.id);
    if (refused.id === this.#entry?.id) this.#entry.refuse(refused);
    else if (work) this.#works.set(refused.id, refusedWork(work, refused));
  }

  #keepState(): void {
    const view = this.#parts?.views.key ?? 'pictures';
    this.#editor.setState({ ids: [...this.#rows.keys()], selected: this.#selected, view });
  }
}

const editor = acquireVsCodeApi();
const main = element('main');
const status = element('div', { role: 'status', class: 'spoken' });
document.body.append(main, status);
const panel = new Panel(editor, main, status);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = parseToPanel(data);
  if (message !== undefined) panel.receive(message);
});
watchAdding(
  () => panel.files,
  (message) => editor.postMessage(message),
);
editor.postMessage({ type: 'ready' });
