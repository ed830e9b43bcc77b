import { fieldKinds, formatValue } from '../src/core/receipt/receiptFields.ts';
import { applyCorrections } from '../src/core/receipt/corrections.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Entry } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { moveFocus } from './rovingFocus.ts';

/** What the list asks for. */
export interface ListActions {
  select(id: string): void;
  remove(id: string): void;
}

/** The pictures of the panel; the one with the focus is the one that is shown. */
export class ListView {
  readonly element: HTMLElement;
  readonly #options: ReadonlyMap<string, HTMLElement>;
  readonly #labels: Labels;

  constructor(entries: readonly Entry[], selected: string | undefined, labels: Labels, actions: ListActions) {
    this.#labels = labels;
    this.#options = new Map(
      entries.map(({ id }) => [id, element('div', { role: 'option', 'data-id': id, tabindex: -1 })]),
    );
    for (const entry of entries) this.update(entry);
    const list = element(
      'div',
      { role: 'listbox', 'aria-label': labels.pictures, 'aria-description': labels.removeHint, class: 'entries' },
      ...this.#options.values(),
    );
    this.element = element('nav', { class: 'list', 'aria-label': labels.pictures }, list);
    this.select(selected);
    const idOf = (event: Event) =>
      event.target instanceof Element
        ? (event.target.closest('[data-id]')?.getAttribute('data-id') ?? undefined)
        : undefined;
    list.addEventListener('keydown', (event) => {
      const id = idOf(event);
      if (event.key === 'Delete' && id !== undefined) actions.remove(id);
      moveFocus(event, this.#options.values());
    });
    list.addEventListener('focusin', (event) => {
      const id = idOf(event);
      if (id !== undefined) actions.select(id);
    });
  }

  /** Shows which one is shown. */
  select(id: string | undefined): void {
    for (const [of, option] of this.#options) {
      option.setAttribute('aria-selected', String(of === id));
      option.tabIndex = of === id ? 0 : -1;
    }
  }

  focus(id: string | undefined): void {
    if (id !== undefined) this.#options.get(id)?.focus();
  }

  /** Shows what a correction has changed. */
  update(entry: Entry): void {
    const { reading, id } = entry;
    const name = reading.file.split(/[\\/]/).at(-1) ?? reading.file;
    const option = this.#options.get(id);
    if (option === undefined) return;
    option.title = reading.file;
    option.className = reading.status;
    const summary = summaryOf(entry, this.#labels);
    option.ariaLabel = [name, this.#labels[reading.status], summary].join(', ');
    option.replaceChildren(
      element('span', { class: 'sign' }, signs[reading.status]),
      element('span', { class: 'name' }, name),
      element('span', { class: 'summary' }, summary),
    );
  }
}

const signs = { read: '✓', skipped: '–', failed: '!', cancelled: '⊘' } as const;

function summaryOf({ reading, corrections }: Entry, labels: Labels): string {
  switch (reading.status) {
    case 'read': {
      const { merchant, total, currency } = applyCorrections(reading.receipt, corrections);
      const amount = total && formatValue(fieldKinds.total, total.value, currency?.value);
      const parts = [merchant?.value, amount && `${currency?.value ?? ''} ${amount}`.trim()];
      return parts.filter((part) => part !== undefined).join(' · ') || (reading.page.lines[0]?.text ?? labels.noText);
    }
    case 'skipped':
    case 'failed':
      return reading.message;
    case 'cancelled':
      return labels.cancelled;
  }
}
