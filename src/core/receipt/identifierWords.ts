/** The labels of numbers by which a firm and a paper are known, upper case without diacritics. */

/** Engines take the ring of `Nº` for a 9, and the end of `nr` for an I. */
const numberWord = '(?:(?:N\\.O|NO|N[RI]|NUMBER|NUM|NUMERO|NUMMER|N(?= ?[.:])|[IL]D)(?![A-Z])|N°|N ?9(?![A-Z\\d-]))';

/** Not FAX: its number is another. */
export const telephoneLabel =
  /(?<![A-Z])(?:TEL(?:EPHONE|EFONE|EFOON|EFON|EFONO|P|F)?(?: ?\/ ?FAX)?|PHONE|PH|FONE?|H\/P|HP|MOBILE|HOTLINE|TL?FN?O?|CALL US|電話|电话)(?![A-Z])[ .:]*(?:(?:NO|NUMBER)(?![A-Z]))?|(?<=^|\t)T(?=[ .:]+[+(]?[ (]*0\d)/;

/**
 * Numbers that need no label, as they fill their cell and nothing else is written so: `(512) 555-0147`,
 * `+49 221 4710843`, `04 78 42 11 09`.
 */
export const plainTelephone =
  /(?<=^|\t|[^\d] - )(?:\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}([-.])\d{3}\1\d{4}|\+[1-9]\d{0,2} ?(?:\(0\) ?)?[\d /-]{7,14}\d|0\d([ .])\d\d(?:\2\d\d){3}|0\d{2,3}-\d{6,7})(?=\t|$)/;

export const taxNumberLabel = new RegExp(
  // An invoice with tax has a number, too: `FAKTURA VAT NR`.
  '(?<![A-Z]|FAKTURA )(?:' +
    '(?:GST|SST|VAT|TVA|TAX|UST|MWST|IVA|BTW|MOMS)\\W{0,3}(?:REG(?:ISTRATION)?|RE6|REF|[IL]D|IDENT|INTRA(?:COM)?|NO|N[RI]|NUMBER|NUMMER)[A-Z]{0,3}(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    '|(?:GST/HST|HST|QST|TVQ|TAXPAYER)\\W{0,3}(?:ID|NO|NR|NUMBER)(?![A-Z])' +
    // Of a country's form: `VAT: GB123456789`, `HST# 123456789RT0001`.
    '|(?:VAT|TVA|BTW|IVA|MOMS|MWST|UST)(?=\\W{0,3}[A-Z]{2}[A-Z\\d]?[\\d ]{8})|(?:GST|HST|QST|TVQ|TPS)(?=\\W{0,3}\\d{9,10} ?(?:RT|TQ) ?\\d{4})' +
    '|(?:GSTIN|TIN|NIF|NIPC|CIF|NIP|CNPJ|NPWP|UID|USTID|USTIDNR|CONTRIBUINTE|P\\.? ?IVA|PART(?:ITA|\\.) IVA|N\\. ?I\\. ?F|C\\. ?I\\. ?F|P\\. ?I(?=\\.)|STEUER-?(?:NR|NUMMER)|ST\\.[ -]?NR)(?![A-Z])' +
    `(?:\\W{0,3}${numberWord})?` +
    `|${numberWord}\\W{0,3}(?:TVA|IVA|BTW|MOMS)(?: INTRA(?:COM)?)?(?![A-Z])` +
    // Nothing but digits may follow the tax's bare name: `GST 000123456789`.
    '|GST(?=\\W{0,3}\\d{10}))',
);

/**
 * Numbers that need no label, as nothing else is written so: of Switzerland, Austria, Brazil, Japan, and of Spain
 * behind a firm's name.
 */
export const plainTaxNumber = new RegExp(
  '(?<![A-Z\\d])(?:CHE-\\d{3}\\.\\d{3}\\.\\d{3}|ATU ?\\d{8}|(?<![\\d.])\\d{2}\\.\\d{3}\\.\\d{3}/\\d{4}-\\d{2}|(?<=^|\\t|登録番号[: ]*)T\\d{13}' +
    '|(?<=(?<![A-Z])S\\. ?[AL]\\.?(?: ?U\\.?)?,?\\s+)[A-HJ-NP-SUVW]-?\\d{8})(?!\\d)',
);

export const registrationLabel = new RegExp(
  '(?<![A-Z])(?:' +
    `(?:CO(?:MPANY)?|BUSINESS|SYARIKAT|SYKT)\\W{0,3}(?:REG(?:ISTRATION)?\\W{0,3})?${numberWord}` +
    // Behind a tax's name it is the tax number's label.
    `|(?<!(?:GST|SST|VAT|TAX|TVA|IVA)\\W{0,3})REG(?:ISTRATION)?\\W{0,3}${numberWord}` +
    `|(?:ROC|ROB|BRN|UEN|ABN|ACN|SIRET|SIREN|HRB|KVK|REGON|ORG\\W{0,2}NR)(?![A-Z])(?:\\W{0,3}${numberWord})?)`,
);

const papers = [
  'INV(?:OICE)?|INVOIS|RECEIPT|RCPT|RESIT|BILL?|(?:RECHNUNG|GUTSCHRIFT)S?|R[GE](?=\\.?-?NR)|BELEG|BON|KASSENBON|FACTURE|FRA|FACTURA',
  'FATTURA|FATURA(?:-RECIBO)?|FACTUUR|FAKTURA?(?: VAT)?|SCONTRINO|SC(?=\\. ?N)|RICEVUTA|KVITTO|PARAGONU?|FAKTURY|RECU|RECIBO',
  'TALAO|KASSABON|KWITANTIE|STRUK|NOTA|NFC?-E|EXTRATO|TICKET DE CAISSE|PARKSCHEIN|CREDIT NOTE|单号|伝票(?:番号)?|レシート(?:番号)?',
].join('|');
const otherPapers =
  'DOC(?:UMENT)?(?: ?NO)?|SLIP|TICKET|CHECK|CHK|TAX ?INV|QUITTUNGS?|DOCUMENTO|CUPOM|NOTE|ADDITION|FOLIO';
const acts = 'TRANS(?:ACTION)?|TRAN|TRX|TXN|ORDER|TRANSAKTIONS?';

/** From the sure to the less sure. */
export const receiptNumberLabels: readonly RegExp[] = [
  paper(papers),
  paper(otherPapers),
  withoutMark(`(?:${papers}|${otherPapers})(?:\\.? SIMPLIFICADA)?`),
  paper(acts),
  withoutMark(`(?<=^|\\t)(?:${acts})`),
  // By itself in a cell: `No 77123`, `#1192`.
  /(?<=^|\t)(?:N[OR][.:]{0,2}|N°|#) ?(?=[A-Z\d/-]*\d{4,}(?:\t|$))/,
];

/**
 * `INVOICE NO`, `RECEIPT #`, `BILL:`, `N° DE FACTURE`, and where a cell begins `N TICKET`; the name alone is a heading
 * or a sentence.
 */
function paper(names: string): RegExp {
  const before = `(?:${numberWord}|(?<=^|\\t)N)[ .]{0,2}(?:D[AEI] ?)?(?:${names})(?![A-Z])`;
  return new RegExp(
    `(?<![A-Z]|ORIG )(?:(?:${names})(?:\\.? SIMPLIFICADA)?(?:[ .\\t-]*${numberWord}|[ .\\t]*[#:])|${before})`,
  );
}

/** `CHK 7713`, `FATURA FS 1/23345`: the name and a number of three digits or more. */
function withoutMark(names: string): RegExp {
  return new RegExp(
    `(?<![A-Z]|ORIG )${names}[. -]?[ \\t]?(?!N ?9)(?=(?:[A-Z]{2} )?[A-Z\\d/-]*\\d{3,}[A-Z\\d/-]*(?:\\s|$))`,
  );
}
