import type { Field } from '../reading/reading.ts';
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
    words:
      /^\W*(?:CREDIT NOTE|NOTA KREDIT|GUTSCHRIFT|AVOIR|NOTA DE CREDITO|NOTA DI CREDITO|RETURN|(?:REFUND|RETURN) RECEIPT|REFUND|RETOURE|STORNO|REMBOURSEMENT|DEVOLUCION)\W*$/g,
    fewest: 1,
  },
  {
    // Its guests park, too.
    type: 'Hotel',
    words: oneOf(
      'HOTEL, INN, FOLIO, ROOM, CHECK-?IN, CHECK-?OUT, ARRIVAL, DEPARTURE, NIGHTS?, PENSION, ZIMMER, UBERNACHTUNG, ANREISE',
      'ABREISE, CHAMBRE, NUITEE, ARRIVEE, DEPART, HABITACION, LLEGADA, SALIDA, ENTRADA, QUARTO, CHEGADA, PARTIDA, SAIDA',
      'ALBERGO, CAMERA, ARRIVO, PARTENZA, KAMER, AANKOMST, VERTREK, HOTELL, RUM, ANKOMST, AVRESA, POKOJ, PRZYJAZD, WYJAZD',
      'KAMAR, BILIK, DAFTAR MASUK, DAFTAR KELUAR',
    ),
    fewest: 3,
  },
  {
    type: 'Parking',
    words: /\b(?:PARKING (?:TIME|FEE|DURATION|TICKET)|PARKSCHEIN|PARKDAUER|TICKET DE STATIONNEMENT)\b/g,
    fewest: 1,
  },
  {
    // Where a car stood, when it came and when it went.
    type: 'Parking',
    words: oneOf(
      'PARKING, CAR PARK, PARKHAUS, STATIONNEMENT, APARCAMIENTO, ESTACIONAMENTO, PARCHEGGIO, PARKEREN, PARKEERGARAGE',
      'PARKERING, PARKIR, TEMPAT LETAK KERETA, ENTRY, EXIT, TIME IN, TIME OUT, EINFAHRT, AUSFAHRT, ENTREE, SORTIE',
      'ENTRADA, SALIDA, SAIDA, INGRESSO, ENTRATA, USCITA, INRIJDEN, UITRIJDEN, INRIT, UITRIT, INFART, UTFART, WJAZD, WYJAZD',
      'MASUK, KELUAR, GARAGE, DURATION',
    ),
    fewest: 3,
  },
  {
    type: 'Gas',
    words:
      /\b(?:RON ?9[57]|UNLEADED|SUPER E(?:5|10|85)|DIESEL(?=.*(?<![A-Z])(?:(?<=\/)L|LTRS?|LIT(?:ERS?|RES?|ROS?|RI)?)(?![A-Z]))|ZAPFSAULE|SANS PLOMB|GASOLEO|GASOLINA|BENZINA)\b/g,
    fewest: 1,
  },
  {
    type: 'Gas',
    words:
      /^\W*(?:PUMP|SAULE|POMPE|POMPA|POMP|SURTIDOR|BOMBA|DYSTRYBUTOR|PAM|NOZZLE)(?: (?:NO|NR|N°))?\W{0,3}\d{1,2}\W*(?:$|\t)|^\W*PUMP\tGALLONS(?![A-Z])/g,
    fewest: 1,
  },
  {
    type: 'Meal',
    words: oneOf(
      'TABLE, TBL, CHK, TAV, PAX, COVERS, GUESTS, WAITER, DINE[- ]?IN, MEJA, TAMU, TISCH, KELLNER, GASTE, COUVERTS, CVTS, MESA',
      'COMENSALES, PESSOAS, TAVOLO, COPERTO, COPERTI, TAFEL, GASTEN, BORD, GASTER, STOLIK, OSOB, RESTAURANTE?, RESTAURANG',
      'RESTAURACJA, RESTORAN, RISTORANTE, CAFE, BISTRO, KITCHEN, DINER, BRASSERIE, GASTHAUS, WIRTSHAUS, TRATTORIA, PIZZERIA',
      'MESON, CAFETERIA, LANCHONETE, EETCAFE, LUNCHROOM, KROGEN, KAWIARNIA, WARUNG, RUMAH MAKAN, KEDAI KOPI',
      'SERVICE CHARGE, SRV CHG',
    ),
    fewest: 2,
  },
];

/** Any of the words by itself; the lines hold them parted by commas. */
function oneOf(...lines: readonly string[]): RegExp {
  return new RegExp(`(?<![A-Z])(?:${lines.flatMap((line) => line.split(', ')).join('|')})(?![A-Z])`, 'g');
}

/** In a merchant's name: a place where people eat. */
const eatingPlace = oneOf(
  'RESTAURANTE?, RESTAURANG, RESTAURACJA, RESTORAN, RISTORANTE, TRATTORIA, PIZZERIA, BRASSERIE, BISTROT?, DINER, STEAKHOUSE',
  'GASTHAUS, WIRTSHAUS, EETCAFE, RUMAH MAKAN, WARUNG, KEDAI KOPI, KOPITIAM, CAFE, KAFE, CAFETERIA, KAWIARNIA, MESON',
  'LANCHONETE, LUNCHROOM, KROGEN',
);

/**
 * What kind of sale it is, where words say so; those of goods, which have a price beside them, don't.
 *
 * @param named The rows of the merchant's name.
 */
export function receiptTypeOf(rows: readonly Row[], named: readonly Row[]): Field<string> | undefined {
  for (const { type, words, fewest } of signs) {
    const found = rows.flatMap((row) => {
      if (fewest > 1 && row.amounts.length > 0) return [];
      return [...folded(row.text).matchAll(words)].map((match) => ({ row, match }));
    });
    const [first] = found;
    if (first === undefined || new Set(found.map(({ match }) => match[0])).size < fewest) continue;
    const { row, match } = first;
    return { ...textField(match[0], row, match.index, match[0].length, 0.85), value: type };
  }
  for (const row of named) {
    const [match] = folded(row.text).matchAll(eatingPlace);
    if (match) return { ...textField(match[0], row, match.index, match[0].length, 0.8), value: 'Meal' };
  }
  return undefined;
}
