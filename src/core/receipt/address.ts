import { headerRowOf, type HeaderRow } from './header.ts';
import { beforeDate, contact, journal, place, postcode, region, taxNumber, telephone, title } from './headerWords.ts';
import { folded } from './labels.ts';
import type { Row } from './rows.ts';

/** The address in one line, and the rows it stands on. */
interface FoundAddress {
  readonly value: string;
  readonly rows: readonly Row[];
  /** 0 to 1. */
  readonly confidence: number;
}

/** Rows without a word of addresses that may stand in one. */
const longestGap = 2;
/** Rows at the end among which an address is looked for. */
const longestFoot = 6;

/** Below a street: a postcode of any country before a town, or one of digits behind it. */
const town =
  /^\W*(?:[A-Z]{1,2}-)?(?:\d{4,6}|\d{3} \d{2}|\d{2,4}-\d{3}|\d{4} ?[A-Z]{2})(?![\d/.:-])[ ,]+[A-Z]{2}|[A-Z]{3,}[ ,-]+\d{4,6}\W*$/;

/** By itself no address, but where the car stood, or the table. */
const partOfPlace = /^\W*(?:LOT|UNIT|LEVEL|BLOCK)\W*\d+\W*$/;

/** The address below the merchant's name, else the one above it. */
export function addressOf(
  header: readonly HeaderRow[],
  name: { readonly from: number; readonly to: number } | undefined,
): FoundAddress | undefined {
  const below = header.slice(name?.to ?? 0);
  return blockIn(below) ?? blockIn(header.slice(0, name?.from ?? 0)) ?? plainBlockIn(below);
}

/** Some print the address below everything else; a row with its postcode, beside one with more, makes it sure. */
export function addressAtFoot(rows: readonly Row[]): FoundAddress | undefined {
  const belowAmounts = rows.slice(rows.findLastIndex(({ amounts }) => amounts.length > 0) + 1);
  const found = blockIn(belowAmounts.slice(-longestFoot).map(headerRowOf));
  if (found === undefined) return undefined;
  const texts = found.rows.map(({ text }) => folded(text));
  const isSure =
    texts.some((text) => postcode.test(text)) && (texts.length > 1 || texts.some((text) => place.test(text)));
  return isSure ? { ...found, confidence: 0.6 } : undefined;
}

function isPlain({ role }: HeaderRow): boolean {
  return role === 'text' || role === 'name' || role === 'noise';
}

function blockIn(header: readonly HeaderRow[]): FoundAddress | undefined {
  const first = beginningOf(header);
  if (first === undefined) return undefined;
  const taken: HeaderRow[] = [];
  let pending: HeaderRow[] = [];
  let ended = false;
  let [regionSeen, townSeen] = [false, false];
  for (const one of header.slice(first)) {
    if (one.role === 'companyNumber' || one.role === 'taxNumber') continue;
    const isTown = !townSeen && taken.length > 0 && pending.length === 0 && isPlain(one) && town.test(one.text);
    const goesOn = pending.length === 0 && isPlain(one) && /,\s*$/.test(taken.at(-1)?.text ?? '');
    if (one.role === 'address' || isTown || goesOn || (one.role === 'name' && region.test(one.text))) {
      if (ended && !isRegionOnly(one.text)) break;
      // Below the town and something else begins no other street.
      if (townSeen && pending.length > 0 && !postcode.test(one.text) && !region.test(one.text)) break;
      // Below the goods' code or a number's label it is no postcode.
      if (pending.length > 0 && !/[A-Z]/.test(one.text)) break;
      // Below the town the quarter in brackets tells which of the shops it is.
      if (townSeen && /^\(.*\)$/.test(one.text)) break;
      taken.push(...pending, one);
      pending = [];
      regionSeen ||= region.test(one.text);
      townSeen ||= postcode.test(one.text);
      ended ||= postcode.test(one.text) && region.test(one.text);
    } else if (isPlain(one) && !regionSeen && pending.length < longestGap) {
      pending.push(one);
    } else break;
  }
  if (taken.length === 1 && partOfPlace.test(taken[0]?.text ?? '')) return undefined;
  // A postcode or region makes it plainly one.
  return joined(taken, regionSeen || townSeen ? 0.93 : 0.8);
}

/** The first row that is plainly of an address, or the one above its postcode if that has the number of a house. */
function beginningOf(header: readonly HeaderRow[]): number | undefined {
  const first = header.findIndex((one) => one.role === 'address');
  const above = header[first - 1];
  const isStreet =
    above?.role === 'text' &&
    /\d/.test(above.text) &&
    !telephone.test(above.text) &&
    postcode.test(header[first]?.text ?? '');
  return first < 0 ? undefined : isStreet ? first - 1 : first;
}

/** Where no row has a word of addresses: the plain rows right below the name's. */
function plainBlockIn(below: readonly HeaderRow[]): FoundAddress | undefined {
  const start = below.findIndex(({ role }) => role !== 'companyNumber' && role !== 'taxNumber');
  const rest = below.slice(Math.max(0, start));
  const end = rest.findIndex(({ role }) => role !== 'text');
  const rows = rest.slice(0, end < 0 ? rest.length : end).slice(0, 3);
  return rows.some(({ text }) => text.includes(',') || region.test(text)) ? joined(rows, 0.4) : undefined;
}

function isRegionOnly(text: string): boolean {
  const rest = text.replace(new RegExp(region.source, 'g'), '').replace(/[^A-Z0-9]/g, '');
  // A city may stand on two rows: `WILAYAH PERSEKUTUAN KUALA`, `LUMPUR`.
  return /^(?:.{0,3}|KUALA|LUMPUR)$/.test(rest);
}

function joined(rows: readonly HeaderRow[], confidence: number): FoundAddress | undefined {
  if (rows.length === 0) return undefined;
  const value = rows
    .map(({ row }) => addressPart(row.text))
    .filter((part) => part !== '')
    .join(', ');
  return { value, rows: rows.map(({ row }) => row), confidence };
}

/** Without a telephone or registration number behind it, or what stands in the other column: `DATE: 01/02/2018`. */
function addressPart(row: string): string {
  const [first = '', ...others] = row.split('\t');
  const text = [first, ...others.filter((cell) => !isOther(folded(cell)))].join(' ');
  const upper = text.toUpperCase();
  const cuts = [contact, taxNumber, telephone].map((expression) => expression.exec(upper)?.index ?? upper.length);
  // Without a postcode in front it is rather a number: `LOT 5-10-12`.
  const dated = beforeDate(upper);
  if (postcode.test(dated)) cuts.push(dated.length);
  return text.slice(0, Math.min(...cuts)).replace(/^[\s,.:]+|[\s,.:(-]+$/g, '');
}

function isOther(cell: string): boolean {
  return title.test(cell) || journal.test(cell) || /^[A-Z ]+: ?\S/.test(cell);
}
