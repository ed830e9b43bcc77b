import type { Receipt, ReceiptItem } from '../src/core/model.ts';
import { itemFieldNames } from '../src/core/receipt/receiptFields.ts';
import type { FieldPath } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';
import type { FieldEditor } from './fieldEditor.ts';
import { fieldLabel } from './fieldLabel.ts';

/** What was bought, a row an item, each value a field that can be corrected. */
export class ItemTable {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #editors: ReadonlyMap<FieldPath, FieldEditor>;
  readonly #sure: readonly HTMLElement[];

  constructor({ items }: Receipt, labels: Labels, editors: ReadonlyMap<FieldPath, FieldEditor>) {
    this.#labels = labels;
    this.#editors = editors;
    this.#sure = items.map(() => element('td', { class: 'sure' }));
    const titles = [labels.description, labels.quantity, labels.unitPrice, labels.itemTotal, labels.sure];
    const head = element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));
    const rows = this.#sure.map((sure, index) =>
      element('tr', {}, ...itemFieldNames.map((name) => this.#cell(`items.${index}.${name}`)), sure),
    );
    this.element = element(
      'table',
      { class: 'items', hidden: items.length === 0 },
      element('caption', {}, labels.items),
      element('thead', {}, head),
      element('tbody', {}, ...rows),
    );
    this.update({ items });
  }

  /** Shows how sure each row is; the values themselves are their editors' business. */
  update({ items }: Pick<Receipt, 'items'>): void {
    for (const [index, cell] of this.#sure.entries()) {
      const item = items[index];
      const lowest = item && lowestConfidence(item);
      cell.textContent = lowest === undefined ? '' : `${Math.round(lowest * 100)} %`;
      cell.title = lowest === undefined ? '' : fill(this.#labels.confidence, { percent: Math.round(lowest * 100) });
    }
  }

  #cell(path: FieldPath): HTMLElement {
    const editor = this.#editors.get(path);
    if (editor === undefined) return element('td');
    editor.input.setAttribute('aria-label', fieldLabel(path, this.#labels));
    const { input, confidence, reset, description, refusal } = editor;
    const marks = element('span', { class: 'marks' }, confidence.element, reset);
    return element('td', { 'data-target': path }, input, marks, description, refusal);
  }
}

/** Of what was read of the item; undefined where a person has written all of it. */
function lowestConfidence(item: ReceiptItem): number | undefined {
  const read = itemFieldNames.flatMap((name) => {
    const field = item[name];
    return field === undefined || field.corrected ? [] : [field.confidence];
  });
  return read.length === 0 ? undefined : Math.min(...read);
}
