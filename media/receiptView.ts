import type { Check } from '../src/core/model.ts';
import { fieldKinds, fieldNames, itemFieldNames, slotsOf } from '../src/core/receipt/receiptFields.ts';
import type { FieldName, FieldPath } from '../src/core/receipt/receiptFields.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';
import { FieldEditor } from './fieldEditor.ts';
import type { FieldActions, ShownField } from './fieldEditor.ts';
import { fieldLabel } from './fieldLabel.ts';
import type { Pointing, Target } from './pointing.ts';
import type { ReadEntry } from './readEntry.ts';

/** The receipt as it is printed: who and when, what was bought, the sums, and whether they add up. */
export class ReceiptView {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #editors: ReadonlyMap<FieldPath, FieldEditor>;
  readonly #checks = element('ul', { class: 'checks' });

  constructor(entry: ReadEntry, labels: Labels, actions: FieldActions, pointing: Pointing) {
    this.#labels = labels;
    this.#editors = new Map(
      shownFields(entry).map((field) => [field.slot.path, new FieldEditor(field, labels, actions)]),
    );
    const amounts = fieldNames.filter((name) => fieldKinds[name] === 'amount' || name === 'paymentMethod');
    const others = fieldNames.filter((name) => !amounts.includes(name));
    this.element = element('div', { class: 'receipt' });
    this.element.append(this.#fieldList(others));
    if (entry.receipt.items.length > 0) this.element.append(this.#itemTable(entry.receipt.items.length));
    this.element.append(this.#fieldList(amounts), this.#checks);
    this.#showChecks(entry.receipt.checks);
    pointing.onChange((target, from) => this.#mark(target, from === 'picture'));
  }

  /** Shows what a correction has changed. */
  update(entry: ReadEntry): void {
    for (const field of shownFields(entry)) this.#editors.get(field.slot.path)?.update(field);
    this.#showChecks(entry.receipt.checks);
  }

  refuse(path: string, message: string): void {
    this.#editors.get(path as FieldPath)?.refuse(message);
  }

  /** Puts the cursor into a field. */
  edit(path: Target): void {
    const input = this.#editors.get(path as FieldPath)?.input;
    const folded = this.element.closest('details');
    if (folded) folded.open = true;
    input?.focus();
    input?.select();
  }

  #fieldList(names: readonly FieldName[]): HTMLElement {
    const rows = names.flatMap((name) => {
      const editor = this.#editors.get(name);
      if (editor === undefined) return [];
      const label = element('label', { for: editor.input.id }, fieldLabel(name, this.#labels));
      const value = element('span', { class: 'value' }, editor.input, editor.refusal);
      return [
        element(
          'div',
          { class: `row ${fieldKinds[name]} ${name}`, 'data-target': name },
          label,
          value,
          editor.confidence.element,
          editor.reset,
          editor.description,
        ),
      ];
    });
    return element('div', { class: 'fields' }, ...rows);
  }

  #itemTable(count: number): HTMLElement {
    const labels = this.#labels;
    const titles = [labels.description, labels.quantity, labels.unitPrice, labels.itemTotal];
    const head = element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));
    const rows = Array.from({ length: count }, (_, index) =>
      element('tr', {}, ...itemFieldNames.map((name) => this.#itemCell(`items.${index}.${name}`, name))),
    );
    return element(
      'table',
      { class: 'items' },
      element('caption', {}, labels.items),
      element('thead', {}, head),
      element('tbody', {}, ...rows),
    );
  }

  #itemCell(path: FieldPath, column: string): HTMLElement {
    const editor = this.#editors.get(path);
    if (editor === undefined) return element('td');
    editor.input.setAttribute('aria-label', fieldLabel(path, this.#labels));
    const { input, confidence, reset, description, refusal } = editor;
    const marks = element('span', { class: 'marks' }, confidence.element, reset);
    return element('td', { class: column, 'data-target': path }, input, marks, description, refusal);
  }

  #showChecks(checks: readonly Check[]): void {
    const names = {
      items: this.#labels.checkItems,
      subtotalAndTax: this.#labels.checkSubtotalAndTax,
      paidAndChange: this.#labels.checkPaidAndChange,
    };
    this.#checks.hidden = checks.length === 0;
    this.#checks.setAttribute('aria-label', this.#labels.checks);
    this.#checks.replaceChildren(
      ...checks.map(({ name, holds, arithmetic }) =>
        element(
          'li',
          { class: holds ? 'holds' : 'holds-not' },
          element('span', { class: 'sign', 'aria-hidden': 'true' }, holds ? '✓' : '✗'),
          element('span', {}, `${names[name]}: ${holds ? this.#labels.holds : this.#labels.holdsNot}`),
          element('span', { class: 'arithmetic' }, arithmetic),
        ),
      ),
    );
  }

  #mark(target: Target | undefined, intoView: boolean): void {
    for (const marked of this.element.querySelectorAll('.pointed')) marked.classList.remove('pointed');
    if (target === undefined) return;
    const row = this.element.querySelector(`[data-target="${CSS.escape(target)}"]`);
    row?.classList.add('pointed');
    if (intoView) row?.scrollIntoView({ block: 'nearest' });
  }
}

function shownFields({ receipt, asRead, slots }: ReadEntry): ShownField[] {
  const read = new Map(slotsOf(asRead).map((slot) => [slot.path, slot]));
  return slots.map((slot) => ({
    slot,
    asRead: read.get(slot.path) ?? slot,
    currency: receipt.currency?.value,
  }));
}
