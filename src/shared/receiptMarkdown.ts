import { markdownTable } from '../core/reading/markdownTable.ts';
import type { Reading, Receipt } from '../core/reading/reading.ts';
import { pageText } from '../core/reading/pageText.ts';
import {
  fieldKinds,
  fieldNames,
  formatValue,
  isReceipt,
  listFieldNames,
  listNames,
  slotsOf,
} from '../core/receipt/receiptFields.ts';
import type { ListName, Slot } from '../core/receipt/receiptFields.ts';
import { columnLabel } from './fieldLabel.ts';
import type { Labels } from './labels.ts';

type ReadPicture = Extract<Reading, { status: 'read' }>;

/**
 * The receipt as a table of its fields, then one of its items, charges, taxes and payments each; of a picture that is
 * none its text.
 */
export function receiptMarkdown({ file, page, receipt }: ReadPicture, labels: Labels): string {
  if (!isReceipt(receipt)) return codeBlock(pageText(page));
  const currency = receipt.currency?.value;
  const fields = fieldNames.flatMap((name) => {
    const field = receipt[name];
    return field === undefined ? [] : [[labels[name], formatValue(fieldKinds[name], field.value, currency)]];
  });
  const lists = listNames.filter((name) => receipt[name].length > 0);
  return [
    markdownTable([{ title: labels.receipt }, { title: file }], fields),
    ...lists.map((name) => `**${labels[name]}**\n\n${listTable(name, receipt, labels)}`),
  ].join('\n');
}

/** A row each; columns in which nothing stands are left out. */
function listTable(list: ListName, receipt: Receipt, labels: Labels): string {
  const slots = new Map<string, Slot>(slotsOf(receipt).map((slot) => [slot.path, slot]));
  const rows = receipt[list].map((_, index) =>
    listFieldNames(list).map((name) => ({ name, ...slots.get(`${list}.${index}.${name}`) })),
  );
  const used = listFieldNames(list).filter((name) =>
    rows.some((row) => row.some((cell) => cell.name === name && cell.field)),
  );
  const columns = used.map((name) => ({
    title: labels[columnLabel(list, name)],
    isFigure: slots.get(`${list}.0.${name}`)?.kind !== 'text',
  }));
  const cells = rows.map((row) =>
    row
      .filter(({ name }) => used.includes(name))
      .map(({ kind, field }) => kind && field && formatValue(kind, field.value, receipt.currency?.value)),
  );
  return markdownTable(columns, cells);
}

/** Fenced by more backticks than the text has in a row (CommonMark §4.5). */
function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}${fence}\n`;
}
