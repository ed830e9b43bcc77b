import type { Labels } from '../src/shared/labels.ts';
import type { Row } from '../src/shared/protocol.ts';
import { element } from './element.ts';
import { fileName, nameParts } from './fileName.ts';
import { amountOf, signOf, stateOf } from './rowState.ts';

/** A picture in the list. What changes of it is changed in place, so that a press on it is not lost. */
export class ListOption {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #sign = element('span', { class: 'sign' });
  readonly #name = element('span', { class: 'name' });
  readonly #summary = element('span');
  readonly #price = element('span', { class: 'price' });

  constructor(row: Row, labels: Labels) {
    this.#labels = labels;
    this.element = element(
      'div',
      { role: 'option', 'data-id': row.id, tabindex: -1, 'aria-selected': 'false' },
      this.#sign,
      this.#name,
      element('span', { class: 'summary' }, this.#summary, this.#price),
    );
    this.update(row);
  }

  update(row: Row): void {
    const summary = summaryOf(row, this.#labels);
    const amount = amountOf(row.total, row.currency);
    const price = amount === undefined ? '' : `${row.currency ?? ''} ${amount}`.trim();
    const state = row.accepted ? this.#labels.accepted : this.#labels[row.status];
    this.element.className = stateOf(row);
    if (this.element.title !== row.file) {
      this.element.title = row.file;
      this.#name.replaceChildren(...nameParts(row.file, this.#labels));
    }
    this.element.ariaLabel = [fileName(row.file), state, summary, price].filter((part) => part !== '').join(', ');
    this.#sign.textContent = signOf(row);
    this.#summary.textContent = summary;
    this.#price.textContent = price;
  }
}

/** Beside what it comes to: from whom it is, else its first line, or why it was not read. */
function summaryOf(row: Row, labels: Labels): string {
  if (row.problem !== undefined) {
    // The file's name stands above.
    const name = `${row.file} `;
    return row.problem.startsWith(name) ? row.problem.slice(name.length) : row.problem;
  }
  if (row.status === 'cancelled') return labels.cancelled;
  return row.merchant ?? row.text ?? labels.noText;
}
