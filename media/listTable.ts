import type { Receipt } from '../src/core/reading/reading.ts';
import { listFieldNames, slotsOf } from '../src/core/receipt/receiptFields.ts';
import type { FieldPath, ListName, Slot } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { element } from './element.ts';
import type { FieldEditor } from './fieldEditor.ts';
import { columnLabel, fieldLabel } from '../src/shared/fieldLabel.ts';

/** Columns that most receipts leave empty: shown where something stands in them. */
const rare: ReadonlySet<string> = new Set(['unit', 'discount', 'lastDigits']);

/**
 * What a receipt has several of (items, charges, taxes, payments), a row each, each value a field that can be
 * corrected.
 */
export class ListTable {
  readonly element: HTMLElement;
  readonly #list: ListName;
  readonly #labels: Labels;
  readonly #editors: ReadonlyMap<FieldPath, FieldEditor>;
  readonly #sure: readonly HTMLElement[];

  /** @param asRead Tells the rows and columns. */
  constructor(list: ListName, asRead: Receipt, labels: Labels, editors: ReadonlyMap<FieldPath, FieldEditor>) {
    this.#list = list;
    this.#labels = labels;
    this.#editors = editors;
    const count = asRead[list].length;
    const columns = listFieldNames(list).filter((name) => !rare.has(name) || asRead[list].some((part) => name in part));
    this.#sure = Array.from({ length: count }, () => element('td', { class: 'sure' }));
    const head = element(
      'tr',
      {},
      ...columns.map((name) => element('th', { scope: 'col', class: name }, labels[columnLabel(list, name)])),
      element('th', { scope: 'col', class: 'sure' }, labels.sure),
    );
    const rows = this.#sure.flatMap((sure, index) => {
      const paths = columns.map((name) => `${list}.${index}.${name}` as FieldPath);
      const refusals = paths.flatMap((path) => editors.get(path)?.refusal ?? []);
      return [
        element('tr', {}, ...paths.map((path) => this.#cell(path)), sure),
        element('tr', { class: 'refusals' }, element('td', { colspan: columns.length + 1 }, ...refusals)),
      ];
    });
    this.element = element(
      'table',
      { class: `parts ${list}`, hidden: count === 0 },
      element('caption', {}, labels[list]),
      element('thead', {}, head),
      element('tbody', {}, ...rows),
    );
    this.update(asRead);
  }

  /** Shows how sure each row is; the values themselves are their editors' business. */
  update(receipt: Receipt): void {
    const slots = slotsOf(receipt);
    for (const [index, cell] of this.#sure.entries()) {
      const lowest = lowestConfidence(slots.filter(({ path }) => path.startsWith(`${this.#list}.${index}.`)));
      cell.textContent = lowest === undefined ? '' : `${Math.round(lowest * 100)} %`;
      cell.title = lowest === undefined ? '' : fill(this.#labels.confidence, { percent: Math.round(lowest * 100) });
    }
  }

  #cell(path: FieldPath): HTMLElement {
    const editor = this.#editors.get(path);
    if (editor === undefined) return element('td');
    editor.input.setAttribute('aria-label', fieldLabel(path, this.#labels));
    const { input, confidence, buttons, description } = editor;
    const marks = element('span', { class: 'marks' }, confidence.element, buttons);
    return element('td', { class: editor.kind, 'data-target': path }, input, marks, description);
  }
}

/** Of what was read of the row; undefined where a person has written all of it. */
function lowestConfidence(slots: readonly Slot[]): number | undefined {
  const read = slots.flatMap(({ field }) => (field === undefined || field.corrected ? [] : [field.confidence]));
  return read.length === 0 ? undefined : Math.min(...read);
}
