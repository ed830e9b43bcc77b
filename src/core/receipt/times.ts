import type { Field } from '../reading/reading.ts';
import type { FoundDate } from './dates.ts';
import { ofEvent } from './dateWords.ts';
import { rounded } from './fields.ts';
import { folded } from './labels.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** A date's four-digit year may run into the hour: `25/12/20188:13PM`. */
const pattern =
  /(?<!\d|\d:)(?<h>[01]?\d|2[0-3])(?<s>[:.H])(?<m>[0-5]\d)(?:\k<s>(?<sec>[0-5]\d))?\s?(?<half>[AP]\.?M\b)?(?<clock>UHR\b)?(?![\d:])/g;

const timeLabel = /\b(?:TIME|MASA|JAM|WAKTU|UHRZEIT|ZEIT|HEURE|HORA|ORA|ORE|TIJD|TID|KL|GODZ|GODZINA)\b/;
/** How long a car stood, or a call took. */
const howLong =
  /(?:DAUER|DURATION|DUREE|DURACION|DURACAO|DURATA|DUUR|VARAKTIGHET|CZAS TRWANIA|LENGTH OF STAY|TIME PARKED)\W*$/;
/** When a car came. */
const ofEntry = /\b(?:TIME IN|ENTRY|EINFAHRT|ENTREE|ENTRADA|INGRESSO|INRIJDEN|INFART|WJAZD|MASUK)\b/;
/** When it went, which is when it was paid for unless something else tells that. */
const ofExit = /\b(?:TIME OUT|EXIT|AUSFAHRT|SORTIE|SALIDA|SAIDA|USCITA|UITRIJDEN|UTFART|WYJAZD|KELUAR)\b/;

/** Says that it may be the time of the sale where no other one is, and no more. */
const leastScore = 0.5;

/** The time of the sale: beside the date if one stands there, else beside the word. */
export function timeOf(rows: readonly Row[], date: FoundDate | undefined): Field<string> | undefined {
  let best: { field: Field<string>; score: number } | undefined;
  for (const row of rows) {
    const full = folded(row.text);
    // The date is blanked out, so that its digits neither hide nor make a time.
    const text =
      row === date?.row ? full.slice(0, date.start) + '/'.repeat(date.end - date.start) + full.slice(date.end) : full;
    for (const match of text.matchAll(pattern)) {
      const { h = '', s, m = '', sec, half, clock } = match.groups ?? {};
      let score = 0;
      if (row === date?.row) score += 2;
      else if (date && Math.abs(row.index - date.row.index) <= 2) score += 1;
      if (timeLabel.test(text.slice(0, match.index))) score += 2;
      if (half !== undefined) score += 1;
      if (s === '.' && half === undefined && clock === undefined) score -= 2;
      if (/HOUR|OPEN|DAILY|MON|SUN/.test(text) || ofEntry.test(text)) score -= 3;
      const isOfEvent = ofEvent.test(text.slice(0, match.index));
      if (isOfEvent && row !== date?.row) score -= 3;
      if (isOfEvent || ofExit.test(text)) score = Math.min(score, leastScore);
      if (howLong.test(text.slice(0, match.index))) continue;
      if (score <= 0 || (best && best.score >= score)) continue;
      best = {
        score,
        field: {
          value: [hours24(Number(h), half), m, ...(sec === undefined ? [] : [sec])].join(':'),
          confidence: rounded(Math.min(0.97, 0.7 + score * 0.11) * engineConfidence(row)),
          evidence: evidenceAt(row, match.index, match.index + match[0].length),
        },
      };
    }
  }
  return best?.field;
}

/** `22:17PM` stands on real receipts: an hour above 12 is of the 24-hour clock whatever follows. */
function hours24(hour: number, half: string | undefined): string {
  const afternoon = half?.startsWith('P') === true;
  const shown = half === undefined || hour > 12 ? hour : (hour % 12) + (afternoon ? 12 : 0);
  return String(shown).padStart(2, '0');
}
