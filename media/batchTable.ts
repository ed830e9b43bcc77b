import { currencyTotals } from '../src/core/receipt/currencyTotals.ts';
import { fill } from '../src/shared/labels.ts';
import type { LabelName, Labels } from '../src/shared/labels.ts';
import type { FromPanel, Row } from '../src/shared/protocol.ts';
import { ActionBar } from './actionBar.ts';
import { element } from './element.ts';
import { moveFocus } from './rovingFocus.ts';
import { amountOf } from './rowState.ts';
import { sortedRows } from './sortRows.ts';
import type { SortKey, SortOrder } from './sortRows.ts';
import { TableRow } from './tableRow.ts';

/** What the table asks for. */
interface TableActions {
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
  readonly #shown = new Map<string, TableRow>();
  #rows: readonly Row[] = [];
  #order: SortOrder | undefined;

  constructor(labels: Labels, actions: TableActions) {
    this.#labels = labels;
    this.#heads = new Map(columns.map((column) => [column.key, this.#head(column)]));
    const bar = new ActionBar(
      labels.tableActions,
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
    const focused = document.activeElement;
    const place = this.#buttons().findIndex((button) => button === focused);
    this.#rows = rows;
    const shown = this.#sorted().map((row) => this.#rowOf(row));
    this.#arrange(shown.map((row) => row.element));
    this.#foot.replaceChildren(...this.#totals());
    const buttons = shown.map(({ button }) => button);
    const isStop = (button: HTMLElement) => (place < 0 ? button.tabIndex === 0 : button === focused);
    const stop = buttons.find(isStop) ?? buttons[Math.max(0, Math.min(place, buttons.length - 1))];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
    if (place >= 0) stop?.focus();
  }

  #rowOf(row: Row): TableRow {
    const known = this.#shown.get(row.id);
    known?.update(row);
    const shown = known ?? new TableRow(row, this.#labels);
    this.#shown.set(row.id, shown);
    return shown;
  }

  /** Moves the rows around the one that is pressed or has the focus: what moves loses both. */
  #arrange(rows: readonly HTMLElement[]): void {
    const kept = new Set(rows);
    for (const [id, { element: row }] of this.#shown) {
      if (kept.has(row)) continue;
      this.#shown.delete(id);
      row.remove();
    }
    const held = rows.find((row) => row.matches(':active')) ?? rows.find((row) => row.contains(document.activeElement));
    let at = this.#body.firstElementChild;
    for (const row of rows) {
      if (row === at || row === held) at = row.nextElementSibling;
      else this.#body.insertBefore(row, at);
    }
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
      element('span', { class: 'title' }, column),
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

  #totals(): HTMLElement[] {
    return currencyTotals(this.#rows).map(({ currency, receipts, total, tax }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, fill(this.#labels.sumOf, { receipts })),
        element('td', { class: 'merchant' }),
        element('td', { class: 'date' }),
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
