import type { Labels } from '../src/shared/labels.ts';
import type { Row } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { fileName, nameParts } from './fileName.ts';
import { moveFocus } from './rovingFocus.ts';
import { amountOf, signOf, stateOf } from './rowState.ts';

/** What the list asks for. */
export interface ListActions {
  select(id: string): void;
  remove(id: string): void;
}

/** The pictures of the panel; the one with the focus is the one that is shown. */
export class ListView {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #options = new Map<string, HTMLElement>();
  readonly #labels: Labels;

  constructor(labels: Labels, actions: ListActions) {
    this.#labels = labels;
    this.#list = element('div', {
      role: 'listbox',
      'aria-label': labels.pictures,
      'aria-description': labels.removeHint,
      class: 'entries',
    });
    this.element = element('nav', { class: 'list', 'aria-label': labels.pictures }, this.#list);
    const idOf = (event: Event) =>
      event.target instanceof Element
        ? (event.target.closest('[data-id]')?.getAttribute('data-id') ?? undefined)
        : undefined;
    this.#list.addEventListener('keydown', (event) => {
      const id = idOf(event);
      if (event.key === 'Delete' && id !== undefined) actions.remove(id);
      moveFocus(event, this.#options.values());
    });
    this.#list.addEventListener('focusin', (event) => {
      const id = idOf(event);
      if (id !== undefined) actions.select(id);
    });
  }

  /** Adds pictures at the end, or shows what has changed of those that are there. */
  put(rows: readonly Row[]): void {
    for (const row of rows) {
      let option = this.#options.get(row.id);
      if (option === undefined) {
        option = element('div', { role: 'option', 'data-id': row.id, tabindex: -1, 'aria-selected': 'false' });
        this.#options.set(row.id, option);
        this.#list.append(option);
      }
      this.#fill(option, row);
    }
  }

  /** Takes a picture out; the focus goes to the next that is shown, if it was there. */
  remove(id: string, next: string | undefined): void {
    const option = this.#options.get(id);
    const hadFocus = option?.contains(document.activeElement) === true;
    this.#options.delete(id);
    option?.remove();
    if (hadFocus && next !== undefined) this.#options.get(next)?.focus();
  }

  /** Shows which one is shown. */
  select(id: string | undefined): void {
    for (const [of, option] of this.#options) {
      option.setAttribute('aria-selected', String(of === id));
      option.tabIndex = of === id ? 0 : -1;
    }
    if (id !== undefined) this.#options.get(id)?.scrollIntoView({ block: 'nearest' });
  }

  focus(id: string): void {
    this.#options.get(id)?.focus();
  }

  #fill(option: HTMLElement, row: Row): void {
    const name = fileName(row.file);
    const summary = summaryOf(row, this.#labels);
    const amount = amountOf(row.total, row.currency);
    const price = amount === undefined ? '' : `${row.currency ?? ''} ${amount}`.trim();
    option.title = row.file;
    option.className = stateOf(row);
    const state = row.accepted ? this.#labels.accepted : this.#labels[row.status];
    option.ariaLabel = [name, state, summary, price].filter((part) => part !== '').join(', ');
    option.replaceChildren(
      element('span', { class: 'sign' }, signOf(row)),
      element('span', { class: 'name' }, ...nameParts(row.file)),
      element('span', { class: 'summary' }, element('span', {}, summary), element('span', { class: 'price' }, price)),
    );
  }
}

/** Beside what it comes to: from whom it is, else its first line, or why it was not read. */
function summaryOf(row: Row, labels: Labels): string {
  if (row.problem !== undefined) return row.problem;
  if (row.status === 'cancelled') return labels.cancelled;
  return row.merchant ?? row.text ?? labels.noText;
}
