import type { Field } from '../model.ts';
import { folded } from './labels.ts';
import { textField } from './labelledText.ts';
import type { Row } from './rows.ts';

/** After Azure's receipt model; a credit note is one of our own. */
type ReceiptType = 'CreditNote' | 'Parking' | 'Gas' | 'Hotel' | 'Meal';

interface Sign {
  readonly type: ReceiptType;
  readonly words: RegExp;
  /** How many different ones it takes: some words stand on other receipts, too. */
  readonly fewest: number;
}

const signs: readonly Sign[] = [
  {
    type: 'CreditNote',
    words: /^\W*(?:CREDIT NOTE|NOTA KREDIT|GUTSCHRIFT|AVOIR|NOTA DE CREDITO|NOTA DI CREDITO)\W*$/,
    fewest: 1,
  },
  {
    type: 'Parking',
    words: /\b(?:PARKING (?:TIME|FEE|DURATION|TICKET)|PARKSCHEIN|PARKDAUER|TICKET DE STATIONNEMENT)\b/,
    fewest: 1,
  },
  {
    type: 'Gas',
    words:
      /\b(?:RON ?9[57]|UNLEADED|SUPER E\d+|DIESEL(?=.*(?:\/L|LIT|LTR))|ZAPFSAULE|SANS PLOMB|GASOLEO|GASOLINA|BENZINA)\b/,
    fewest: 1,
  },
  {
    type: 'Hotel',
    words:
      /\b(?:HOTEL|FOLIO|ROOM|CHECK-?IN|CHECK-?OUT|ARRIVAL|DEPARTURE|NIGHTS?|ZIMMER|UBERNACHTUNG|CHAMBRE|NUITEE|HABITACION)\b/,
    fewest: 3,
  },
  {
    type: 'Meal',
    words: new RegExp(
      '\\b(?:TABLE|TBL|PAX|COVERS|WAITER|DINE[- ]?IN|MEJA|TISCH|KELLNER|COUVERTS|MESA|TAVOLO|COPERTO|TAFEL|BORD' +
        '|RESTAURANTE?|RESTORAN|RISTORANTE|CAFE|BISTRO|KITCHEN|DINER|GASTHAUS|TRATTORIA|PIZZERIA|SERVICE CHARGE|SRV CHG)\\b',
    ),
    fewest: 2,
  },
];

/** What kind of sale it is, where words say so; those of goods, which have a price beside them, don't. */
export function receiptTypeOf(rows: readonly Row[]): Field<string> | undefined {
  for (const { type, words, fewest } of signs) {
    const found = rows.flatMap((row) => {
      const match = fewest > 1 && row.amounts.length > 0 ? null : words.exec(folded(row.text));
      return match === null ? [] : [{ row, match }];
    });
    const [first] = found;
    if (first === undefined || new Set(found.map(({ match }) => match[0])).size < fewest) continue;
    const { row, match } = first;
    return { ...textField(match[0], row, match.index, match[0].length, 0.85), value: type };
  }
  return undefined;
}
