import { isNote, type HeaderRole, type HeaderRow } from './header.ts';
import { legalForm, trade } from './headerWords.ts';
import { respelled } from './nameSpelling.ts';
import type { Row } from './rows.ts';

/** The merchant's name and the rows it stands on. */
interface FoundName {
  readonly value: string;
  readonly rows: readonly Row[];
  /** 0 to 1. */
  readonly confidence: number;
  /** Indices in the header, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * A number in brackets after the name, or one that looks like a company's: `(123456-X)`, `519537-X`, `JM0325955-V`,
 * `SDN BHD862725-U`.
 */
const numberBehind =
  /[\s([]*(?:(?<![A-Z\d]|S\/)|(?<=BHD|S\/B)(?=\d))(?:(?:CO(?:MPANY)?|BUSINESS|REG(?:ISTRATION)?)\W{0,3}(?:REG(?:ISTRATION)?\W{0,2})?NO\b.*|NO\W{0,3}\d{4,}.*|(?:[A-Z]-|(?!BHD)[A-Z]{0,3})\d{5,}\s?-?\s?[A-Z0-9]{0,2}\b.*)$/i;

/** One in pieces behind the legal form: `S/B 5195 37-X)`. */
const tornNumber = /(?<=(?:B[HN][DO0]|S\/B)\W?)[\s([]+(?=(?:[^\d]*\d){5})[\d\s]+-? ?[A-Z0-9]?[\s)\]]*$/i;

/** A bracket with so many digits holds a number, however damaged. */
const numberInBrackets = /\s*[([](?=(?:[^)\]]*\d){4}).*$/;

/** A bracket that an engine has cut in two. */
const tabInBrackets = /(?<=[([][^)\]\t]*)\t(?=[^([\t]*[)\]])/g;

/** A name may begin with one: `99 SPEED`. */
const shortNumber = /^\d{1,3}$/;

/** What stands around a firm's name. */
const ofFirm: ReadonlySet<HeaderRole> = new Set(['address', 'companyNumber', 'taxNumber', 'contact']);

/** The legal name if one stands in the header, else the likeliest line. */
export function merchantOf(header: readonly HeaderRow[]): FoundName | undefined {
  let best: { index: number; score: number } | undefined;
  for (const index of header.keys()) {
    const score = scoreOf(header, index);
    if (score !== undefined && (best === undefined || score > best.score)) best = { index, score };
  }
  if (best === undefined) return undefined;
  const from = beginningOf(header, best.index);
  const to = endOf(header, best.index);
  const rows = header.slice(from, to).map((one) => one.row);
  const value = rows
    .map((row) => cleanName(row.text))
    .filter((part) => part !== '')
    .join(' ');
  if (value === '') return undefined;
  return { value, rows, confidence: confidenceOf(best.score, header, { from, to }), from, to };
}

/**
 * What looks like a name is one where it stands first, above what else is told of a firm, and nothing else can be it;
 * below another that could be, it may be who runs the place.
 */
function confidenceOf(
  score: number,
  header: readonly HeaderRow[],
  { from, to }: Pick<FoundName, 'from' | 'to'>,
): number {
  const canBe = ({ role }: HeaderRow): boolean => role === 'name' || role === 'text';
  const isFirst = !header.slice(0, from).some((one) => canBe(one) || ofFirm.has(one.role));
  const isAlone = ![...header.slice(0, from), ...header.slice(to)].some(canBe);
  const isAboveFirm = ofFirm.has(header[to]?.role ?? 'noise');
  const besides = isFirst && isAlone && isAboveFirm ? 0.25 : !isFirst && !isAlone ? -0.1 : 0;
  return Math.max(0.2, Math.min(0.98, 0.4 + score * 0.07 + besides));
}

/** How much speaks for the row being the name; undefined if it can't be. */
function scoreOf(header: readonly HeaderRow[], index: number): number | undefined {
  const { role, text, row } = header[index] ?? {};
  if (text === undefined || row === undefined) return undefined;
  const numbered = role !== 'companyNumber' && /[A-Z]{3}.*\(\d{4,}\s?-?\s?[A-Z]\)/.test(text);
  if (role !== 'name' && role !== 'text' && !numbered) return undefined;
  const above = header.slice(0, beginningOf(header, index));
  let score = 1;
  if (legalForm.test(text)) score += 5;
  else if (trade.test(text)) score += 1.5;
  if (numbered) score += 3;
  const below = header.slice(index + 1, index + 3).findIndex((other) => other.role === 'companyNumber');
  if (below >= 0) score += 2 - below;
  score -= 0.4 * above.filter((other) => other.role !== 'noise' && other.role !== 'courtesy').length;
  // The brand and its outlet stand at the top, who runs it below the address with its own number.
  const owned = below === 0 && trade.test(text);
  if (above.some((other) => other.role === 'address')) score -= owned ? 1 : 5;
  score += Math.min(1, row.height / medianHeight(header) - 1);
  if (/^\W*\(|\bFORMERLY\b/.test(text)) score -= 2;
  if (isNote(row)) score -= 1.5;
  if (/,\s*$/.test(text)) score -= 2;
  if (isApart(header, index)) score -= 1.5;
  return score;
}

function medianHeight(header: readonly HeaderRow[]): number {
  const heights = header.map(({ row }) => row.height).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 1;
}

/** A first line far above the rest is a note or a stamp. */
function isApart(header: readonly HeaderRow[], index: number): boolean {
  const [here, next] = [header[index], header[index + 1]];
  return (
    index === 0 && here !== undefined && next !== undefined && next.row.box[1] - here.row.box[3] > 2 * next.row.height
  );
}

/** A name may begin on the rows above: where what stands here can't stand alone. */
function beginningOf(header: readonly HeaderRow[], index: number): number {
  let { from } = blockAround(header, index);
  while (from > 0) {
    const text = header
      .slice(from, index + 1)
      .map((one) => one.text)
      .join(' ');
    const above = header[from - 1];
    if (above === undefined || !['name', 'text', 'address'].includes(above.role)) break;
    if (isNote(above.row) && !header.slice(from, index + 1).every(({ row }) => isNote(row))) break;
    const goesOn = /[&-]\s*$/.test(above.text) || beginsWithin.test(text);
    if (!goesOn && hasOwnWord(text)) break;
    from--;
  }
  return from;
}

/** A name goes on here: with an `&`, a kind of business that ends names, or a bracket that was opened above. */
const beginsWithin = /^\W*&|^\W*(?:ENTERPRISES?|TRADING|HOLDINGS|INDUSTRIES)\b|^[^(]*\)/;

/** Whether anything is left without the legal form, brackets and kinds of business. */
function hasOwnWord(text: string): boolean {
  let rest = text
    .replace(numberInBrackets, '')
    .replace(numberBehind, '')
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/\b(?:M|MALAYSIA|THE|AND)\b/g, ' ');
  for (const known of [legalForm, trade]) rest = rest.replace(new RegExp(known.source, 'g'), ' ');
  return rest.replace(/[^A-Z]/g, '').length >= 3 || /\d{2}|[A-Z] ?& ?[A-Z]/.test(rest);
}

function endOf(header: readonly HeaderRow[], index: number): number {
  let { to } = blockAround(header, index);
  while (to < header.length) {
    const [last, next] = [header[to - 1], header[to]];
    if (last === undefined || next === undefined || !['name', 'text', 'address'].includes(next.role)) break;
    const goesOn = /(?:&|\bAND|-)\s*$/.test(last.text) || (legalForm.test(next.text) && !hasOwnWord(next.text));
    if (!goesOn || legalForm.test(last.text)) break;
    to++;
  }
  return isBranch(header[to]?.text ?? '') ? to + 1 : to;
}

/** A name set as a block has a word a row; a kind of business as the last of them tells that it is one. */
function blockAround(header: readonly HeaderRow[], index: number): { readonly from: number; readonly to: number } {
  const ends = (one: HeaderRow): boolean =>
    (one.role !== 'name' && one.role !== 'text') ||
    !/^\W*[A-Z]{2,}\W*(?:\t|$)/.test(one.text) ||
    (legalForm.test(one.text) && hasOwnWord(one.text));
  const from = header.slice(0, index).findLastIndex(ends) + 1;
  const after = header.slice(index).findIndex(ends);
  const last = header.slice(0, after < 0 ? undefined : index + after).findLastIndex(({ role }) => role === 'name');
  return last > from && last >= index ? { from, to: last + 1 } : { from: index, to: index + 1 };
}

/** Which of a firm's shops it is stands in brackets of its own: `(BUKIT INDAH)`. */
function isBranch(text: string): boolean {
  return /^\((?!FORMERLY)[A-Z ]+\)$/.test(text);
}

/** Without registration numbers, and with letters where engines read digits into a word. */
function cleanName(text: string): string {
  return text
    .replace(/^\W*(?:(?:OWNED|OWN|OPERATED|MANAGED) ?BY|DIMILIKI(?: ?OLEH)?) ?:\s*/i, '')
    .replace(/^\W*ORDER(?:ED)? FROM\W*/i, '')
    .replace(/^#\d+\s+/, '')
    .replace(tabInBrackets, ' ')
    .split('\t')
    .map((cell) => cell.replace(numberInBrackets, '').replace(numberBehind, ''))
    .map((cell) => cell.replace(tornNumber, ''))
    .map((cell) => cell.replace(/(?<=\w\W{0,4})(S[DO0][NM]\W{0,2}B[HN][DO0]\W?) [^\w-]*\w{1,3}\W*$/i, '$1'))
    .map((cell) => cell.replace(/^[^\p{L}\p{N}(&]+|[\s,:;*([-]+$/gu, ''))
    .filter((cell, place) => /\p{L}/u.test(cell) || (place === 0 && shortNumber.test(cell)))
    .map(withLetters)
    .map(respelled)
    .join(' ');
}

/**
 * `C0.` is CO., `D.1.Y.` is D.I.Y., `5/B` is S/B, `SON BND` is SDN BHD, `ABCSDNBHD` is ABC SDN BHD; digits that stand
 * by themselves stay.
 */
function withLetters(text: string): string {
  return text
    .replace(/(?<=\p{L})0+(?=\P{N}|$)/gu, (zeros) => 'O'.repeat(zeros.length))
    .replace(/(?<=\p{L}\.?)1(?=\.?\p{L})/gu, 'I')
    .replace(/(?<![\p{L}\p{N}])5\/(?=[BD8]\b)/gu, 'S/')
    .replace(/\bS\/[D8]$/, 'S/B')
    .replace(/(?<=[\p{L})])(SDN)(BHD)(?!\p{L})/giu, ' $1 $2')
    .replace(/\b(?!SDN\W{0,2}BHD)S[DO0][NM](\W{0,2})B[HN][DO0]\b/gi, 'SDN$1BHD');
}
