import type { Check } from '../src/core/reading/reading.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';

/** Whether the receipt's sums and date hold, and how they go. */
export class CheckList {
  readonly element: HTMLElement;
  readonly #labels: Labels;

  constructor(checks: readonly Check[], labels: Labels) {
    this.#labels = labels;
    this.element = element('ul', { class: 'checks', 'aria-label': labels.checks });
    this.update(checks);
  }

  update(checks: readonly Check[]): void {
    this.element.hidden = checks.length === 0;
    this.element.replaceChildren(...checks.map((check) => this.#line(check)));
  }

  #line({ name, holds, arithmetic }: Check): HTMLElement {
    const names = {
      items: this.#labels.checkItems,
      taxes: this.#labels.checkTaxes,
      taxRate: this.#labels.checkTaxRate,
      subtotalAndTax: this.#labels.checkSubtotalAndTax,
      paidAndChange: this.#labels.checkPaidAndChange,
      dateNotInFuture: this.#labels.checkDateNotInFuture,
      oneReceipt: this.#labels.checkOneReceipt,
    };
    const sums = [this.#labels.holds, this.#labels.holdsNot];
    const others: Partial<Record<Check['name'], readonly string[]>> = {
      dateNotInFuture: [this.#labels.isPast, this.#labels.isFuture],
      oneReceipt: [this.#labels.holds, this.#labels.isFirst],
    };
    const [good, bad] = others[name] ?? sums;
    return element(
      'li',
      { class: holds ? 'holds' : 'holds-not' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, holds ? '✓' : '✗'),
      element('span', {}, `${names[name]}: ${holds ? good : bad}`),
      element('span', { class: 'arithmetic' }, arithmetic),
    );
  }
}
