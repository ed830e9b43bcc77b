import {
  beforeDate,
  companyNumber,
  contact,
  courtesy,
  dateOrTime,
  firmOfCountry,
  journal,
  legalForm,
  longForm,
  malayStreet,
  place,
  postcode,
  region,
  taxNumber,
  tillNumber,
  title,
  torn,
  trade,
} from './headerWords.ts';
import { kindOf } from './figureKinds.ts';
import { folded, labelOf, lettersIn, withoutMasks } from './labels.ts';
import { respelled } from './nameSpelling.ts';
import { withCells, type Row } from './rows.ts';

/** What a row at the top of a receipt is. */
export type HeaderRole =
  /** Has a legal form or a kind of business. */
  | 'name'
  | 'address'
  | 'companyNumber'
  | 'taxNumber'
  | 'contact'
  | 'title'
  | 'journal'
  | 'courtesy'
  /** Too little to be anything. */
  | 'noise'
  /** Anything else: a name or a part of the address. */
  | 'text';

/** A row of the header with its part in it. */
export interface HeaderRow {
  readonly row: Row;
  /** Upper case without diacritics. */
  readonly text: string;
  readonly role: HeaderRole;
}

/** Headers are shorter than this. */
const longestHeader = 20;
/** A row with so many words of labels heads columns. */
const fewestHeads = 3;
/** So many rows of goods are no prices that somebody wrote above the name. */
const mostGoodsAbove = 2;

/** The rows from the top to the journal (date, cashier, items), each with its role. */
export function headerOf(rows: readonly Row[]): readonly HeaderRow[] {
  const header: HeaderRow[] = [];
  let [journalRows, goodsRows] = [0, 0];
  for (const row of rows.slice(0, longestHeader).flatMap((one, index) => columnsOf(one, rows[index + 1]))) {
    const { text, role: own } = headerRowOf(row);
    const named = header.some((other) => other.role === 'name' || (other.role === 'text' && !isNote(other.row)));
    const addressed = header.some((other) => other.role === 'address');
    const isFirm = own === 'address' && !named && !addressed && isFirmOfCountry(text);
    const role = isGoods(text) ? 'journal' : isFirm ? 'text' : own;
    if (isGoods(text) && (named || ++goodsRows > mostGoodsAbove)) break;
    if (role === 'journal' || role === 'title') {
      if (named && addressed) break;
      if (named && role === 'journal' && ++journalRows > 2) break;
    }
    header.push({ row, text, role });
  }
  return header;
}

/** What somebody wrote above is read as small letters. */
export function isNote({ text }: Row): boolean {
  return !/[\p{Lu}\p{Lo}]/u.test(text);
}

/** A firm's name, and what begins a column beside it that goes on below: `SEEHOTEL GMBH    Seepromenade 3`. */
function columnsOf(row: Row, next: Row | undefined): readonly Row[] {
  const [name, beside] = row.cells;
  const below = next?.cells[0]?.line.box[0];
  if (name === undefined || beside === undefined || below === undefined) return [row];
  const isFirm = legalForm.test(folded(row.text.slice(name.start, name.end)));
  const isColumn = Math.abs(beside.line.box[0] - below) < row.height;
  return isFirm && isColumn ? [withCells(row, 0, 1), withCells(row, 1)] : [row];
}

/** The part that the row has by what stands in it alone. */
export function headerRowOf(row: Row): HeaderRow {
  const text = respelled(folded(row.text));
  const role = roleOf(text);
  // The invoice's number or date may stand in a column beside the address.
  const beside = role === 'title' || role === 'journal' ? (text.split('\t')[0] ?? '') : text;
  return { row, text, role: beside !== text && roleOf(beside) === 'address' ? 'address' : role };
}

const phoneNumber = /^\W*\+?\d[\d\s()/-]{7,}\W*$/;
/** `GREEN LANE PHARMACY`: streets and buildings give firms their names, too. */
const endsInTrade = new RegExp(`^[^\\d,]*(?:${trade.source})\\W*$`);

function roleOf(text: string): HeaderRole {
  if (phoneNumber.test(text) && !text.includes('(')) return 'contact';
  if (/^\W*\d{5}\W*$/.test(text)) return 'address';
  const form = malayStreet.test(text) ? longForm : legalForm;
  if (form.test(text) && !contact.test(text) && !taxNumber.test(text)) return 'name';
  if (taxNumber.test(text)) return 'taxNumber';
  if (companyNumber.test(text)) return 'companyNumber';
  if (tillNumber.test(text)) return 'journal';
  if (postcode.test(beforeDate(text)) && !title.test(text)) return 'address';
  if (contact.test(text)) return 'contact';
  if (courtesy.test(text)) return 'courtesy';
  if (title.test(text)) return 'title';
  if (endsInTrade.test(text)) return 'name';
  if (isColumnHead(text)) return 'journal';
  if (place.test(text)) return 'address';
  if (dateOrTime.test(text)) return 'journal';
  if (lettersIn(withoutMasks(text)) < 3) return 'noise';
  if (isLabel(text)) return 'journal';
  if (trade.test(text)) return 'name';
  if (region.test(text)) return 'address';
  if (journal.test(text)) return 'journal';
  return tornRoleOf(text.replace(/\s/g, '')) ?? 'text';
}

/** Where nothing but the country tells of an address. */
function isFirmOfCountry(text: string): boolean {
  return firmOfCountry.test(text) && !place.test(text) && !postcode.test(text);
}

/** `QTY PRICE AMOUNT`; in `VL UNIT` no unit has a number. */
function isColumnHead(text: string): boolean {
  return !/\d/.test(text) && labelOf(text).concepts.length >= fewestHeads;
}

/** Words that are labels and nothing else name nobody: `TOTAL`, `VISA`. */
function isLabel(text: string): boolean {
  const label = labelOf(text);
  return label.concepts.length >= fewestHeads || (label.unknown === 0 && kindOf(label) !== undefined);
}

function tornRoleOf(squeezed: string): HeaderRole | undefined {
  const roles = Object.keys(torn) as (keyof typeof torn)[];
  return roles.find((role) => torn[role].test(squeezed));
}

/** An amount at the right end is no part of a header. */
function isGoods(text: string): boolean {
  return /(?<![\d.,])\d+[.,]\d{2}\W{0,2}[A-Z]{0,3}\W?$/.test(text);
}
