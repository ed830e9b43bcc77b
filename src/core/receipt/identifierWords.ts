/** The labels of numbers by which a firm and a paper are known, upper case without diacritics. */

/** Engines take the ring of `Nº` for a 9, and the end of `nr` for an I. */
const numberWord = '(?:(?:NO|N[RI]|NUMBER|NUM|NUMERO|NUMMER|N(?= ?[.:])|[IL]D)(?![A-Z])|N°|N ?9(?![A-Z\\d-]))';

/** Not FAX: its number is another. */
export const telephoneLabel =
  /(?<![A-Z])(?:TEL(?:EPHONE|EFONE|EFOON|EFON|EFONO|P|F)?|PHONE|FONE?|H\/P|HP|MOBILE|HOTLINE|TLF)(?![A-Z])[ .:]*(?:(?:NO|NUMBER)(?![A-Z]))?/;

export const taxNumberLabel = new RegExp(
  // An invoice with tax has a number, too: `FAKTURA VAT NR`.
  '(?<![A-Z]|FAKTURA )(?:' +
    '(?:GST|SST|VAT|TVA|TAX|UST|MWST|IVA|BTW|MOMS)\\W{0,3}(?:REG(?:ISTRATION)?|RE6|REF|[IL]D|IDENT|INTRA(?:COM)?|NO|N[RI]|NUMBER)[A-Z]{0,3}(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    '|(?:GST/HST|HST|QST|TVQ|TAXPAYER)\\W{0,3}(?:ID|NO|NR|NUMBER)(?![A-Z])' +
    '|(?:GSTIN|TIN|NIF|NIPC|CIF|NIP|CNPJ|NPWP|UID|USTID|USTIDNR|CONTRIBUINTE|P\\.? ?IVA|PARTITA IVA|STEUER-?(?:NR|NUMMER))(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    `|${numberWord}\\W{0,3}(?:TVA|IVA|BTW|MOMS)(?: INTRA(?:COM)?)?(?![A-Z])` +
    // Nothing but digits may follow the tax's bare name: `GST 000123456789`.
    '|GST(?=\\W{0,3}\\d{10}))',
);

/** Numbers that need no label, as nothing else is written so: of Switzerland and Brazil. */
export const plainTaxNumber =
  /(?<![A-Z\d])CHE-\d{3}\.\d{3}\.\d{3}(?!\d)|(?<![\d.])\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}(?!\d)/;

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
    'INV(?:OICE)?|INVOIS|RECEIPT|RCPT|RESIT|BILL|RECHNUNGS?|BELEG|BON|FACTURE|FACTURA(?: SIMPLIFICADA)?|FATTURA|FATURA' +
      '|FACTUUR|FAKTURA?(?: VAT)?|SCONTRINO|RICEVUTA|KVITTO|PARAGONU?|FAKTURY|RECU|RECIBO|TALAO|KASSABON|KWITANTIE|STRUK|NOTA|NF-E',
  ),
  paper('DOC(?:UMENT)?(?: ?NO)?|SLIP|TICKET|CHECK|CHK|TAX ?INV|QUITTUNGS?|DOCUMENTO|CUPOM'),
  paper('TRANS(?:ACTION)?|TRX|TXN|ORDER|TRANSAKTIONS?'),
];

/** `INVOICE NO`, `RECEIPT #`, `BILL:`, `N° DE FACTURE`, and where a cell begins `N TICKET`; the name alone is a heading or a sentence. */
function paper(names: string): RegExp {
  const before = `(?:${numberWord}|(?<=^|\\t)N)[ .]{0,2}(?:D[AEI] ?)?(?:${names})(?![A-Z])`;
  return new RegExp(`(?<![A-Z])(?:(?:${names})(?:[ .\\t-]*${numberWord}|[ .\\t]*[#:])|${before})`);
}
