import { fieldKinds, fieldNames, slotsOf } from '../src/core/receipt/receiptFields.ts';
import type { FieldName, FieldPath, ListName } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';
import { CheckList } from './checkList.ts';
import type { Drafts, Refused } from './draft.ts';
import { element } from './element.ts';
import { FieldEditor } from './fieldEditor.ts';
import type { FieldActions, ShownField } from './fieldEditor.ts';
import { fieldLabel } from '../src/shared/fieldLabel.ts';
import { ListTable } from './listTable.ts';
import type { Pointing, Target } from './pointing.ts';
import type { ReadEntry } from './readEntry.ts';

/** The receipt as it is printed: who and when, what was bought, the sums, and whether they add up. */
export class ReceiptView {
  readonly element: HTMLElement;
  readonly #labels: Labels;
  readonly #editors: ReadonlyMap<FieldPath, FieldEditor>;
  readonly #lists: readonly ListTable[];
  readonly #checks: CheckList;

  constructor(entry: ReadEntry, labels: Labels, actions: FieldActions, pointing: Pointing) {
    this.#labels = labels;
    this.#editors = new Map(
      shownFields(entry).map((field) => [field.slot.path, new FieldEditor(field, labels, actions)]),
    );
    const absent = absentFields(entry);
    const present = fieldNames.filter((name) => !absent.includes(name));
    const isSum = (name: FieldName) => fieldKinds[name] === 'amount';
    const list = (name: ListName) => new ListTable(name, entry.asRead, labels, this.#editors);
    const [items, charges] = [list('items'), list('charges')];
    const [taxes, payments] = [list('taxes'), list('payments')];
    this.#lists = [items, charges, taxes, payments];
    for (const table of this.#lists) table.update(entry.receipt);
    this.#checks = new CheckList(entry.receipt.checks, labels);
    this.element = element(
      'div',
      { class: 'receipt' },
      this.#fieldList(present.filter((name) => !isSum(name))),
      items.element,
      charges.element,
      this.#fieldList(present.filter(isSum)),
      taxes.element,
      payments.element,
      this.#checks.element,
      this.#folded(absent),
    );
    pointing.onChange((target, from) => this.#mark(target, from === 'picture'));
  }

  /** Shows what a correction has changed. */
  update(entry: ReadEntry): void {
    for (const field of shownFields(entry)) this.#editors.get(field.slot.path)?.update(field);
    for (const list of this.#lists) list.update(entry.receipt);
    this.#checks.update(entry.receipt.checks);
  }

  refuse(refused: Refused): void {
    this.#editors.get(refused.path as FieldPath)?.refuse(refused);
  }

  /** Puts the cursor into a field. */
  edit(path: Target): void {
    const editor = this.#editors.get(path as FieldPath);
    if (editor === undefined) return;
    unfold(editor);
    editor.input.focus();
    editor.input.select();
  }

  /** What a person is at in the fields, which then show their values. */
  takeDrafts(): Drafts {
    return [...this.#editors].flatMap(([path, editor]) => {
      const draft = editor.takeDraft();
      return draft === undefined ? [] : [[path, draft] as const];
    });
  }

  /** Goes on with drafts of a view that this one takes the place of. */
  resume(drafts: Drafts): void {
    for (const [path, draft] of drafts) {
      const editor = this.#editors.get(path);
      if (editor === undefined) continue;
      unfold(editor);
      editor.resume(draft);
    }
  }

  #fieldList(names: readonly FieldName[]): HTMLElement {
    const rows = names.flatMap((name) => {
      const editor = this.#editors.get(name);
      if (editor === undefined) return [];
      const label = element('label', { for: editor.input.id }, fieldLabel(name, this.#labels));
      return [
        element(
          'div',
          { class: `row ${fieldKinds[name]} ${name}`, 'data-target': name },
          label,
          editor.input,
          editor.confidence.element,
          editor.buttons,
          editor.refusal,
          editor.description,
        ),
      ];
    });
    return element('div', { class: 'fields' }, ...rows);
  }

  /** Out of the way, and there for who wants to write something in. */
  #folded(names: readonly FieldName[]): HTMLElement {
    const fields = names.map((name) => fieldLabel(name, this.#labels)).join(', ');
    const summary = element('summary', {}, fill(this.#labels.absent, { fields }));
    return element('details', { class: 'absent', hidden: names.length === 0 }, summary, this.#fieldList(names));
  }

  #mark(target: Target | undefined, intoView: boolean): void {
    for (const marked of this.element.querySelectorAll('.pointed')) marked.classList.remove('pointed');
    if (target === undefined) return;
    const row = this.element.querySelector(`[data-target="${CSS.escape(target)}"]`);
    row?.classList.add('pointed');
    if (intoView) row?.scrollIntoView({ block: 'nearest' });
  }
}

/** A field that was out of the way comes in sight. */
function unfold({ input }: FieldEditor): void {
  const folded = input.closest('details');
  if (folded) folded.open = true;
}

/** What every receipt has, so that its place is shown even where nothing was found. */
const expected: ReadonlySet<FieldName> = new Set(['merchant', 'date', 'total']);

function absentFields({ asRead, receipt }: ReadEntry): readonly FieldName[] {
  return fieldNames.filter((name) => !expected.has(name) && asRead[name] === undefined && receipt[name] === undefined);
}

function shownFields({ entry, receipt, asRead, slots }: ReadEntry): ShownField[] {
  const read = new Map(slotsOf(asRead).map((slot) => [slot.path, slot]));
  return slots.map((slot) => ({
    slot,
    asRead: read.get(slot.path) ?? slot,
    currency: receipt.currency?.value,
    accepted: entry.accepted,
  }));
}
