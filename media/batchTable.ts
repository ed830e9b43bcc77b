import { currencyTotals } from '../src/core/currencyTotals.ts';
import { fill } from '../src/shared/labels.ts';
import type { LabelName, Labels } from '../src/shared/labels.ts';
import type { FromPanel, Row } from '../src/shared/protocol.ts';
import { ActionBar } from './actionBar.ts';
import { element } from './element.ts';
import { fileName, nameParts } from './fileName.ts';
import { moveFocus } from './rovingFocus.ts';
import { amountOf, signOf, stateOf } from './rowState.ts';
import { sortedRows } from './sortRows.ts';
import type { SortKey, SortOrder } from './sortRows.ts';

/** What the table asks for. */
export interface TableActions {
  open(id: string): void;
  remove(id: string): void;
  send(message: FromPanel): void;
}

const columns: readonly { readonly key: SortKey; readonly label: LabelName; readonly isFigure?: boolean }[] = [
  { key: 'file', label: 'file' },
  { key: 'merchant', label: 'merchant' },
  { key: 'date', label: 'date' },
  { key: 'total', label: 'total', isFigure: true },
  { key: 'currency', label: 'currency' },
  { key: 'tax', label: 'totalTax', isFigure: true },
  { key: 'state', label: 'checks' },
];

/** All pictures as a table, with what they come to in each currency. A row opens its picture. */
export class BatchTable {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #heads: ReadonlyMap<SortKey, HTMLElement>;
  readonly #body = element('tbody');
  readonly #foot = element('tfoot');
  #rows: readonly Row[] = [];
  #order: SortOrder | undefined;

  constructor(labels: Labels, actions: TableActions) {
    this.#labels = labels;
    this.#heads = new Map(columns.map((column) => [column.key, this.#head(column)]));
    const bar = new ActionBar(
      labels,
      () => this.#sorted().map(({ id }) => id),
      (message) => actions.send(message),
    );
    const head = element('thead', {}, element('tr', {}, ...this.#heads.values()));
    const table = element('table', { 'aria-label': labels.table, 'aria-description': labels.tableHint });
    table.append(head, this.#body, this.#foot);
    this.element = element('section', { class: 'batch' }, bar.element, element('div', { class: 'scroller' }, table));
    this.#body.addEventListener('click', (event) => {
      const id = idAt(event);
      if (id !== undefined) actions.open(id);
    });
    this.#body.addEventListener('keydown', (event) => {
      const id = idAt(event);
      if (event.key === 'Delete' && id !== undefined) actions.remove(id);
      moveFocus(event, this.#buttons());
    });
  }

  /** Shows these pictures; the focus stays on the one that has it, else goes to the one in its place. */
  show(rows: readonly Row[]): void {
    const focused = this.#buttons().indexOf(document.activeElement as HTMLElement);
    const focusedId = focused < 0 ? undefined : this.#sorted()[focused]?.id;
    this.#rows = rows;
    const sorted = this.#sorted();
    this.#body.replaceChildren(...sorted.map((row) => this.#row(row)));
    this.#foot.replaceChildren(...this.#totals());
    const buttons = this.#buttons();
    const kept = sorted.findIndex(({ id }) => id === focusedId);
    const index = kept >= 0 ? kept : Math.max(0, Math.min(focused, buttons.length - 1));
    buttons[index]?.setAttribute('tabindex', '0');
    if (focused >= 0) buttons[index]?.focus();
  }

  #sorted(): readonly Row[] {
    return this.#order === undefined ? this.#rows : sortedRows(this.#rows, this.#order);
  }

  #head({ key, label, isFigure }: (typeof columns)[number]): HTMLElement {
    const column = this.#labels[label];
    const title = fill(this.#labels.sortBy, { column });
    const button = element(
      'button',
      { type: 'button', title },
      column,
      element('span', { class: 'arrow', 'aria-hidden': 'true' }),
    );
    button.addEventListener('click', () => this.#sortBy(key));
    return element('th', { scope: 'col', class: isFigure ? `figure ${key}` : key }, button);
  }

  /** Up, then down, then as listed. */
  #sortBy(key: SortKey): void {
    const before = this.#order?.key === key ? this.#order.direction : undefined;
    const direction = before === undefined ? 'ascending' : before === 'ascending' ? 'descending' : undefined;
    this.#order = direction && { key, direction };
    for (const [of, head] of this.#heads) {
      if (of === key && direction) head.setAttribute('aria-sort', direction);
      else head.removeAttribute('aria-sort');
    }
    this.show(this.#rows);
  }

  #row(row: Row): HTMLElement {
    const attributes = {
      type: 'button',
      tabindex: -1,
      title: row.file,
      class: 'name',
      'aria-label': fileName(row.file),
    };
    const open = element('button', attributes, ...nameParts(row.file));
    const file = element('th', { scope: 'row' }, open);
    const state = element(
      'td',
      { class: 'state' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, signOf(row)),
    );
    const text = this.#stateText(row);
    state.title = text;
    state.append(element('span', { class: 'words' }, text));
    const isRead = row.status === 'read';
    if (!isRead) state.colSpan = columns.length - 1;
    const values = isRead
      ? [
          element('td', { class: 'merchant', title: row.merchant }, row.merchant ?? ''),
          element('td', {}, row.date ?? ''),
          figure('total', amountOf(row.total, row.currency)),
          element('td', {}, row.currency ?? ''),
          figure('tax', amountOf(row.tax, row.currency)),
        ]
      : [];
    return element('tr', { class: stateOf(row), 'data-id': row.id }, file, ...values, state);
  }

  #stateText({ status, accepted, checks, problem }: Row): string {
    if (status !== 'read') return problem === undefined ? this.#labels[status] : `${this.#labels[status]}: ${problem}`;
    if (accepted) return this.#labels.accepted;
    if (checks === undefined) return this.#labels.noReceiptFound;
    if (checks.tried === 0) return this.#labels.noChecks;
    return fill(checks.held < checks.tried ? this.#labels.checksFailed : this.#labels.checksHeld, checks);
  }

  #totals(): HTMLElement[] {
    return currencyTotals(this.#rows).map(({ currency, receipts, total, tax }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, fill(this.#labels.sumOf, { receipts })),
        element('td', { class: 'merchant' }),
        element('td'),
        figure('total', amountOf(total, currency)),
        element('td', {}, currency ?? this.#labels.noCurrency),
        figure('tax', amountOf(tax, currency)),
        element('td'),
      ),
    );
  }

  #buttons(): HTMLElement[] {
    return [...this.#body.querySelectorAll('button')];
  }
}

function figure(key: SortKey, text: string | undefined): HTMLElement {
  return element('td', { class: `figure ${key}` }, text ?? '');
}

function idAt(event: Event): string | undefined {
  const row = event.target instanceof Element ? event.target.closest('[data-id]') : null;
  return row?.getAttribute('data-id') ?? undefined;
}
