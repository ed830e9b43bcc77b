import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import type { Row } from '../src/shared/protocol.ts';
import { element, setAttributes } from './element.ts';
import { fileName, nameParts } from './fileName.ts';
import { amountOf, signOf, stateOf } from './rowState.ts';

/** A picture in the table. What changes of it is changed in place, so that a press on it and the focus are not lost. */
export class TableRow {
  readonly element: HTMLElement;
  /** Opens the picture. */
  readonly button: HTMLElement;
  readonly #labels: Labels;
  #row: Row | undefined;
  readonly #merchant = element('td', { class: 'merchant' });
  readonly #date = element('td', { class: 'date' });
  readonly #total = element('td', { class: 'figure total' });
  readonly #currency = element('td');
  readonly #tax = element('td', { class: 'figure tax' });
  readonly #state = element('td', { class: 'state' });
  readonly #sign = element('span', { class: 'sign', 'aria-hidden': 'true' });
  readonly #words = element('span', { class: 'words' });

  constructor(row: Row, labels: Labels) {
    this.#labels = labels;
    this.button = element('button', { type: 'button', tabindex: -1, class: 'name' });
    this.#state.append(this.#sign, this.#words);
    this.element = element(
      'tr',
      { 'data-id': row.id },
      element('th', { scope: 'row' }, this.button),
      ...this.#values,
      this.#state,
    );
    this.update(row);
  }

  update(row: Row): void {
    if (row === this.#row) return;
    this.#row = row;
    const isRead = row.status === 'read';
    this.element.className = stateOf(row);
    if (this.button.title !== row.file) {
      setAttributes(this.button, { title: row.file, 'aria-label': fileName(row.file) });
      this.button.replaceChildren(...nameParts(row.file, this.#labels));
    }
    for (const cell of this.#values) cell.hidden = !isRead;
    this.#merchant.textContent = row.merchant ?? '';
    this.#merchant.title = row.merchant ?? '';
    this.#date.textContent = row.date ?? '';
    this.#total.textContent = amountOf(row.total, row.currency) ?? '';
    this.#currency.textContent = row.currency ?? '';
    this.#tax.textContent = amountOf(row.tax, row.currency) ?? '';
    const text = stateText(row, this.#labels);
    // Why a picture was not read has the room of what was read of others.
    setAttributes(this.#state, { colspan: isRead ? undefined : this.#values.length + 1, title: text });
    this.#sign.textContent = signOf(row);
    this.#words.textContent = text;
  }

  get #values(): readonly HTMLElement[] {
    return [this.#merchant, this.#date, this.#total, this.#currency, this.#tax];
  }
}

function stateText({ status, accepted, checks, problem }: Row, labels: Labels): string {
  if (status !== 'read') return problem === undefined ? labels[status] : `${labels[status]}: ${problem}`;
  if (accepted) return labels.accepted;
  if (checks === undefined) return labels.noReceiptFound;
  if (checks.tried === 0) return labels.noChecks;
  return fill(checks.held < checks.tried ? labels.checksFailed : labels.checksHeld, checks);
}
