import type { Labels } from '../src/shared/labels.ts';
import type { Row } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { ListOption } from './listOption.ts';
import { moveFocus } from './rovingFocus.ts';

/** What the list asks for. */
interface ListActions {
  select(id: string): void;
  remove(id: string): void;
}

/** The pictures of the panel; the one with the focus is the one that is shown. */
export class ListView {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #options = new Map<string, ListOption>();
  readonly #labels: Labels;

  constructor(labels: Labels, actions: ListActions) {
    this.#labels = labels;
    this.#list = element('div', {
      role: 'listbox',
      'aria-label': labels.pictures,
      'aria-description': labels.removeHint,
      class: 'entries',
    });
    this.element = element('div', { class: 'list' }, this.#list);
    const idOf = (event: Event) =>
      event.target instanceof Element
        ? (event.target.closest('[data-id]')?.getAttribute('data-id') ?? undefined)
        : undefined;
    this.#list.addEventListener('keydown', (event) => {
      const id = idOf(event);
      if (event.key === 'Delete' && id !== undefined) actions.remove(id);
      moveFocus(
        event,
        [...this.#options.values()].map((option) => option.element),
      );
    });
    this.#list.addEventListener('focusin', (event) => {
      const id = idOf(event);
      if (id !== undefined) actions.select(id);
    });
  }

  /** Adds pictures at the end, or shows what has changed of those that are there. */
  put(rows: readonly Row[]): void {
    for (const row of rows) {
      const known = this.#options.get(row.id);
      if (known) {
        known.update(row);
        continue;
      }
      const option = new ListOption(row, this.#labels);
      this.#options.set(row.id, option);
      this.#list.append(option.element);
    }
  }

  /** Takes a picture out; the focus goes to the next that is shown, if it was there. */
  remove(id: string, next: string | undefined): void {
    const option = this.#options.get(id)?.element;
    const hadFocus = option?.contains(document.activeElement) === true;
    this.#options.delete(id);
    option?.remove();
    if (hadFocus && next !== undefined) this.#options.get(next)?.element.focus();
  }

  /** Shows which one is shown. */
  select(id: string | undefined): void {
    for (const [of, { element: option }] of this.#options) {
      option.setAttribute('aria-selected', String(of === id));
      option.tabIndex = of === id ? 0 : -1;
    }
    if (id !== undefined) this.#options.get(id)?.element.scrollIntoView({ block: 'nearest' });
  }

  focus(id: string): void {
    this.#options.get(id)?.element.focus();
  }
}
