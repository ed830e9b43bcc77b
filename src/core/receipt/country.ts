import type { Field } from '../reading/reading.ts';
import { countries } from './countries.ts';
import { folded } from './labels.ts';
import { textField } from './labelledText.ts';
import type { Row } from './rows.ts';

/** Streets are called after cities: `1026 VALENCIA ST`. */
const street = /^ (?:ST|STREET|RD|ROAD|AVE|AVENUE|BLVD|LANE|LN|DR|DRIVE|WAY|SQUARE|HOUSE)(?![A-Z])/;

/** The country that most rows speak for; goods, which have a price beside them, say nothing. */
export function countryOf(rows: readonly Row[]): Field<string> | undefined {
  const texts = rows.filter((row) => row.amounts.length === 0).map((row) => ({ row, text: folded(row.text) }));
  const votes = countries
    .map(([code, expression]) => ({
      code,
      found: texts.flatMap(({ row, text }) => {
        const match = expression.exec(text);
        const isNone = match === null || street.test(text.slice(match.index + match[0].length));
        return isNone ? [] : [{ row, start: match.index, length: match[0].length }];
      }),
    }))
    .sort((a, b) => b.found.length - a.found.length);
  const [best, second] = votes;
  const [first] = best?.found ?? [];
  if (best === undefined || first === undefined || second?.found.length === best.found.length) return undefined;
  const confidence = Math.min(0.97, 0.8 + 0.05 * best.found.length);
  return { ...textField(best.code, first.row, first.start, first.length, confidence), value: best.code };
}
