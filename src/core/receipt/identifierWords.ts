/** The labels of numbers by which a firm and a paper are known, upper case without diacritics. */

const numberWord = '(?:NO|N0|NR|NUMBER|NUM|NUMERO|N°|Nº|ID)(?![A-Z])';

/** Not FAX: its number is another. */
export const telephoneLabel =
  /(?<![A-Z])(?:TEL(?:EPHONE|EFONE|EFOON|EFON|EFONO|P|F)?|PHONE|FON|H\/P|HP|MOBILE|HOTLINE|TLF)(?![A-Z])[ .:]*(?:(?:NO|NUMBER)(?![A-Z]))?/;

export const taxNumberLabel = new RegExp(
  '(?<![A-Z])(?:' +
    '(?:GST|SST|VAT|TVA|TAX|UST|MWST|IVA|BTW|MOMS)\\W{0,3}(?:REG(?:ISTRATION)?|RE6|REF|ID|IDENT|INTRA(?:COM)?|NO|NR|NUMBER)[A-Z]{0,3}(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    '|(?:GSTIN|TIN|NIF|CIF|NIP|CNPJ|NPWP|UID|USTID|USTIDNR|P\\.? ?IVA|PARTITA IVA|STEUER-?(?:NR|NUMMER))(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    // Nothing but digits may follow the tax's bare name: `GST 000123456789`.
    '|GST(?=\\W{0,3}\\d{10}))',
);

export const registrationLabel = new RegExp(
  '(?<![A-Z])(?:' +
    `(?:CO(?:MPANY)?|BUSINESS|SYARIKAT|SYKT)\\W{0,3}(?:REG(?:ISTRATION)?\\W{0,3})?${numberWord}` +
    // Behind a tax's name it is the tax number's label.
    `|(?<!(?:GST|SST|VAT|TAX|TVA|IVA)\\W{0,3})REG(?:ISTRATION)?\\W{0,3}${numberWord}` +
    `|(?:ROC|ROB|BRN|UEN|ABN|ACN|SIRET|SIREN|HRB|KVK|REGON|ORG\\W{0,2}NR)(?![A-Z])(?:\\W{0,3}${numberWord})?)`,
);

/** From the sure to the less sure. */
export const receiptNumberLabels: readonly RegExp[] = [
  paper(
    'INV(?:OICE)?|RECEIPT|RCPT|RESIT|BILL|RECHNUNGS?|BELEG|BON|FACTURE|FACTURA|FATTURA|FATURA|SCONTRINO|KVITTO|PARAGON',
  ),
  paper('DOC(?:UMENT)?(?: ?NO)?|SLIP|TICKET|CHECK|CHK|TAX ?INV|QUITTUNGS?|DOCUMENTO|CUPOM'),
  paper('TRANS(?:ACTION)?|TRX|TXN|ORDER|TRANSAKTIONS?'),
];

/** `INVOICE NO`, `RECEIPT #`, `BILL:`; the name alone is a heading or a sentence. */
function paper(names: string): RegExp {
  return new RegExp(`(?<![A-Z])(?:${names})(?:[ .\\t-]*${numberWord}|[ .\\t]*[#:])`);
}
