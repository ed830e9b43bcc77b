import { parseToPanel } from '../src/shared/protocol.ts';
import type { FromPanel, PanelState, ToPanel } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { EntryView } from './entryView.ts';
import { ListView } from './listView.ts';

/** What the editor gives a webview's script. */
interface EditorApi {
  postMessage(message: FromPanel): void;
  setState(state: PanelState): void;
}
declare function acquireVsCodeApi(): EditorApi;

type Shown = Extract<ToPanel, { type: 'show' }>;

/** The whole panel: the list of pictures and the one that is looked at. */
class Panel {
  readonly #editor: EditorApi;
  readonly #main: HTMLElement;
  readonly #status: HTMLElement;
  #shown: Shown | undefined;
  #list: ListView | undefined;
  #entry: EntryView | undefined;

  constructor(editor: EditorApi, main: HTMLElement, status: HTMLElement) {
    this.#editor = editor;
    this.#main = main;
    this.#status = status;
  }

  receive(message: ToPanel): void {
    switch (message.type) {
      case 'show':
        this.#show(message);
        break;
      case 'entry':
        this.#replace(message.entry);
        break;
      case 'picture':
        if (message.id === this.#shown?.selected) this.#entry?.showPicture(message.picture);
        break;
      case 'refused':
        if (message.id === this.#shown?.selected) this.#entry?.refuse(message.path, message.message);
        break;
      case 'announce':
        this.#status.textContent = message.message;
    }
  }

  #show(shown: Shown): void {
    const { entries, selected, labels } = shown;
    const focusWasInList = this.#list?.element.contains(document.activeElement) === true;
    this.#shown = { ...shown, selected: undefined };
    this.#list = new ListView(entries, selected, labels, {
      select: (id) => this.#select(id),
      remove: (id) => this.#editor.postMessage({ type: 'remove', id }),
    });
    this.#list.element.hidden = entries.length < 2;
    this.#main.replaceChildren(this.#list.element);
    if (entries.length === 0) this.#main.append(element('p', { class: 'notice' }, labels.empty));
    this.#entry?.dispose();
    this.#entry = undefined;
    if (selected !== undefined) this.#select(selected);
    if (focusWasInList) this.#list.focus(selected);
    this.#keepState();
  }

  #select(id: string): void {
    const entry = this.#shown?.entries.find((one) => one.id === id);
    if (this.#shown === undefined || entry === undefined || this.#shown.selected === id) return;
    this.#shown = { ...this.#shown, selected: id };
    this.#list?.select(id);
    this.#entry?.element.remove();
    this.#entry?.dispose();
    this.#entry = new EntryView(entry, this.#shown.labels, (message) => this.#editor.postMessage(message));
    this.#main.append(this.#entry.element);
    this.#editor.postMessage({ type: 'select', id });
    this.#keepState();
  }

  #replace(entry: Shown['entries'][number]): void {
    if (this.#shown === undefined) return;
    const entries = this.#shown.entries.map((one) => (one.id === entry.id ? entry : one));
    this.#shown = { ...this.#shown, entries };
    this.#list?.update(entry);
    if (entry.id === this.#shown.selected) this.#entry?.update(entry);
  }

  #keepState(): void {
    const { entries = [], selected } = this.#shown ?? {};
    this.#editor.setState({ ids: entries.map(({ id }) => id), selected });
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
editor.postMessage({ type: 'ready' });
