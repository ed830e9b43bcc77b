import { applyCorrections } from '../core/receipt/corrections.ts';
import { isReceipt } from '../core/receipt/receiptFields.ts';
import type { Entry, Row } from './protocol.ts';

/** What the list and the table tell of a picture, with what a person corrected. */
export function entryRow({ id, reading, corrections, accepted }: Entry): Row {
  const { file, status } = reading;
  const of = { id, file, status, accepted };
  switch (reading.status) {
    case 'read': {
      const receipt = applyCorrections(reading.receipt, corrections);
      const { merchant, date, total, totalTax, currency, checks } = receipt;
      return {
        ...of,
        ...(merchant && { merchant: merchant.value }),
        ...(date && { date: date.value }),
        ...(total && { total: total.value }),
        ...(totalTax && { tax: totalTax.value }),
        ...(currency && { currency: currency.value }),
        ...(isReceipt(receipt) && {
          checks: { tried: checks.length, held: checks.filter(({ holds }) => holds).length },
        }),
        ...(reading.page.lines[0] && { text: reading.page.lines[0].text }),
      };
    }
    case 'skipped':
    case 'failed':
      return { ...of, problem: reading.problem.message };
    case 'cancelled':
      return of;
  }
}
