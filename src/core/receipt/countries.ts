/** What tells the country, upper case without diacritics: names of it, its regions and cities, its taxes and numbers. */
export const countries: readonly (readonly [code: string, expression: RegExp])[] = [
  [
    'MY',
    /\b(?:MALAYSIA|SDN\.? ?BHD|SELANGOR|JOHORE?|KUALA LUMPUR|PULAU PINANG|NEGERI SEMBILAN|SARAWAK|SABAH|PERAK|PAHANG|MELAKA|KEDAH)\b|\+60(?=\d|[ -])/,
  ],
  ['SG', /\b(?:SINGAPORE|PTE\.? ?LTD|UEN)\b|\+65[ -]/],
  ['ID', /\b(?:INDONESIA|NPWP|JAKARTA|BANDUNG|SURABAYA|PPN)\b|\+62[ -]/],
  ['IN', /\b(?:INDIA|GSTIN|CGST|SGST|MUMBAI|NEW DELHI|BENGALURU|CHENNAI)\b|\+91[ -]/],
  ['JP', /\b(?:JAPAN|TOKYO|OSAKA|KYOTO)\b|\+81[ -]|[\u3041-\u30ff]{2}/],
  ['CN', /\b(?:CHINA|BEIJING|SHANGHAI|SHENZHEN|GUANGZHOU)\b|\+86[ -]/],
  ['AU', /\b(?:AUSTRALIA|ABN|PTY\.? ?LTD|(?:NSW|VIC|QLD|TAS) \d{4})\b|\+61[ -]/],
  ['CA', /\b(?:CANADA|ONTARIO|QUEBEC|BRITISH COLUMBIA|[A-CEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d|HST|TVQ|QST)\b/],
  ['US', /\b(?:USA|U\.S\.A|UNITED STATES|SALES TAX)\b|\b[A-Z]{2},? \d{5}(?:-\d{4})?\W*$/],
  [
    'GB',
    /\b(?:UNITED KINGDOM|ENGLAND|SCOTLAND|LONDON|GB ?\d{3} ?\d{4} ?\d{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b|\+44[ -]/,
  ],
  ['IE', /\b(?:IRELAND|DUBLIN|IE\d{7}[A-Z]{1,2})\b|\+353[ -]/],
  ['CH', /\b(?:SCHWEIZ|SUISSE|SVIZZERA|ZURICH|CHE-?\d{3})(?![A-Z])|\+41[ -]/],
  ['DE', /\b(?:DEUTSCHLAND|GERMANY|BERLIN|MUNCHEN|HAMBURG|FRANKFURT|DE ?\d{9}|STEUER-?NR)\b|\+49[ -]/],
  ['AT', /\b(?:OSTERREICH|AUSTRIA|WIEN|ATU ?\d{8})\b|\+43[ -]/],
  ['FR', /\b(?:FRANCE|SIRET|SIREN|FR ?\d{2} ?\d{3} ?\d{3} ?\d{3}|\d{5} PARIS)\b|\+33[ -]/],
  ['ES', /\b(?:ESPANA|SPAIN|\d{5} MADRID|BARCELONA|CIF:? ?[A-Z]-?\d{8})\b|\+34[ -]/],
  ['PT', /\b(?:PORTUGAL|LISBOA|CONTRIBUINTE|PT ?\d{9})\b|\+351[ -]/],
  ['IT', /\b(?:ITALIA|ITALY|PARTITA IVA|P\. ?IVA|ROMA|MILANO|DOCUMENTO COMMERCIALE)\b|\+39[ -]/],
  [
    'NL',
    /\b(?:NEDERLAND|NETHERLANDS|AMSTERDAM|ROTTERDAM|UTRECHT|NL ?\d{9} ?B ?\d{2}|KVK|BTW|\d{4} [A-Z]{2}(?= [A-Z]))\b|\+31[ -]/,
  ],
  ['BR', /\b(?:BRASIL|CNPJ|CUPOM FISCAL|NFC-?E|SAO PAULO|RIO DE JANEIRO)\b|\+55[ -]/],
  ['SE', /\b(?:SVERIGE|SWEDEN|STOCKHOLM|GOTEBORG|ORG\.? ?NR|MOMS|KVITTO)\b|\+46[ -]/],
  ['PL', /\b(?:POLSKA|POLAND|WARSZAWA|KRAKOW|PARAGON FISKALNY|PTU|NIP)\b|\+48[ -]/],
];

/** ISO 4217 by ISO 3166-1; those that are not named have the euro. */
export const currencyByCountry: Readonly<Record<string, string>> = {
  MY: 'MYR',
  SG: 'SGD',
  ID: 'IDR',
  IN: 'INR',
  JP: 'JPY',
  CN: 'CNY',
  AU: 'AUD',
  CA: 'CAD',
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  BR: 'BRL',
  SE: 'SEK',
  PL: 'PLN',
};
