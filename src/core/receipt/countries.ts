/** In front of a postcode; engines take an O for a zero, and I and L for a one. */
const states =
  'A[KL1RZ]|C[AO0T]|D[CE]|F[L1]|GA|H[I1]|[IL1][ADL1N]|K[SY]|M[ADEI1NO0ST]|N[CDEHJMVY]|[O0][HKR]|PA|R[I1]|S[CD]|T[NX]|UT|V[AT]|W[AI1VY]';
const zip = '(?=(?:[OI|L]*\\d){3})[\\dOI|L]{5}(?:-\\d{4})?';

/** `M5V 2T6`, without its space only behind a province: else it is any code. */
const canadianPostcode =
  '[A-CEGHJ-NPR-TVXY]\\d[A-Z] \\d[A-Z]\\d|(?:AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT),? ?[A-CEGHJ-NPR-TVXY]\\d[A-Z]\\d[A-Z]\\d';

/** `SW1A 1AA`, its O as a zero in `S023 9ZZ`; in `UNIT G1 2ND FLOOR` stands none. */
const britishPostcode = '(?:[A-Z]{1,2}\\d[A-Z\\d]?|[CPS]0\\d{1,2}) (?!1ST|2ND|3RD|[4-9]TH)\\d[A-Z]{2}';

/** The postcodes that tell the country by their form. */
export const postcodes = new RegExp(`(?<![A-Z\\d])(?:${canadianPostcode}|${britishPostcode})(?![A-Z\\d])`);

/**
 * What tells the country, upper case without diacritics: names of it, its regions and cities, its taxes and numbers.
 */
export const countries: readonly (readonly [code: string, expression: RegExp])[] = [
  [
    'MY',
    /\b(?:MALAYSIA|SDN\.? ?BHD|SELANGOR|JOHORE?|KUALA LUMPUR|PULAU PINANG|NEGERI SEMBILAN|SARAWAK|SABAH|PERAK|PAHANG|MELAKA|KEDAH)\b|\+60(?=\d|[ -])/,
  ],
  ['SG', /\b(?:SINGAPORE|PTE\.? ?LTD|UEN)\b|\+65[ -]/],
  [
    'ID',
    /\b(?:INDONESIA|NPWP|JAKARTA|BANDUNG|SURABAYA|YOGYAKARTA|SEMARANG|MAKASSAR|DENPASAR|PPN|SPBU|STRUK)\b|^JL\.? |\+62[ -]/,
  ],
  [
    'IN',
    /\b(?:INDIA|GSTIN|CGST|SGST|MUMBAI|(?:NEW )?DELHI|BENGALURU|BANGALORE|CHENNAI|PUNE|KOLKATA|HYDERABAD|AHMEDABAD|PVT\.? ?LTD|PRIVATE LIMITED)\b|\+91[ -]/,
  ],
  [
    'JP',
    /\b(?:JAPAN|TOKYO|OSAKA|KYOTO|YOKOHAMA|NAGOYA|SAPPORO|FUKUOKA|K\.K\.|CONSUMPTION TAX)(?![A-Z])|\+81[ -]|[\u3041-\u30ff]{2}/,
  ],
  [
    'CN',
    /\b(?:CHINA|BEIJING|SHANGHAI|SHENZHEN|GUANGZHOU|HANGZHOU|CHENGDU|WUHAN)\b|\+86[ -]|人民币|合计|实收|北京|上海|广州|深圳/,
  ],
  [
    'AU',
    /\b(?:AUSTRALIA|ABN|PTY\.? ?LTD|(?:NSW|VIC|QLD|TAS|WA) \d{4}|SYDNEY|MELBOURNE|BRISBANE|PERTH|ADELAIDE)\b|\+61[ -]/,
  ],
  [
    'CA',
    new RegExp(
      `\\b(?:CANADA|ONTARIO|QUEBEC|BRITISH COLUMBIA|TORONTO|MONTREAL|VANCOUVER|CALGARY|OTTAWA|${canadianPostcode}|HST|TVQ|QST)\\b`,
    ),
  ],
  ['US', new RegExp(`\\b(?:USA|U\\.S\\.A|UNITED STATES|SALES TAX)\\b|\\b(?:${states})\\.?,? ${zip}\\W*$`)],
  [
    'GB',
    new RegExp(
      `\\b(?:UNITED KINGDOM|ENGLAND|SCOTLAND|WALES|LONDON|EDINBURGH|GLASGOW|MANCHESTER|LEEDS|GB ?\\d{3} ?\\d{4} ?\\d{2}|${britishPostcode})\\b|\\+44[ -]`,
    ),
  ],
  ['IE', /\b(?:IRELAND|DUBLIN|IE\d{7}[A-Z]{1,2})\b|\+353[ -]/],
  [
    'CH',
    /\b(?:SCHWEIZ|SUISSE|SVIZZERA|ZURICH|BERN|BASEL|GENEVE|LAUSANNE|LUZERN|WINTERTHUR|CHE-?\d{3})(?![A-Z])|\+41[ -]/,
  ],
  [
    'DE',
    /\b(?:DEUTSCHLAND|GERMANY|BERLIN|MUNCHEN|HAMBURG|FRANKFURT|KOLN|STUTTGART|DUSSELDORF|LEIPZIG|DRESDEN|HANNOVER|NURNBERG|BREMEN|HRB|E\.K\.|DE ?\d{9}|STEUER-?NR)(?![A-Z])|\+49[ -]/,
  ],
  ['AT', /\b(?:OSTERREICH|AUSTRIA|WIEN|GRAZ|LINZ|SALZBURG|INNSBRUCK|ATU ?\d{8})\b|\+43[ -]/],
  [
    'FR',
    /\b(?:FRANCE|SIRET|SIREN|FR ?\d{2} ?\d{3} ?\d{3} ?\d{3}|\d{5} (?:PARIS|LYON|MARSEILLE|TOULOUSE|NICE|NANTES|BORDEAUX|LILLE|RENNES|STRASBOURG))\b|\+33[ -]/,
  ],
  [
    'ES',
    /\b(?:ESPANA|SPAIN|\d{5} MADRID|BARCELONA|VALENCIA|SEVILLA|ZARAGOZA|MALAGA|BILBAO|S\.L\.U?\.?(?= |$)|(?:CIF|NIF)\W{0,2}[A-Z]-?\d{8})(?![A-Z])|\+34[ -]/,
  ],
  ['PT', /\b(?:PORTUGAL|LISBOA|COIMBRA|BRAGA|CONTRIBUINTE|NIPC|LDA|\d{4}-\d{3} [A-Z]+|PT ?\d{9})\b|\+351[ -]/],
  [
    'IT',
    /\b(?:ITALIA|ITALY|PARTITA IVA|P\. ?IVA|ROMA|MILANO|TORINO|NAPOLI|FIRENZE|BOLOGNA|VENEZIA|GENOVA|S\.R\.L|DOCUMENTO COMMERCIALE)\b|\+39[ -]/,
  ],
  [
    'NL',
    /\b(?:NEDERLAND|NETHERLANDS|AMSTERDAM|ROTTERDAM|UTRECHT|EINDHOVEN|GRONINGEN|NL ?\d{9} ?B ?\d{2}|KVK|BTW|\d{4} [A-Z]{2}(?= [A-Z]))\b|\+31[ -]/,
  ],
  [
    'BR',
    /\b(?:BRASIL|CNPJ|LTDA|EIRELI|CUPOM FISCAL|NFC-?E|SAO PAULO|RIO DE JANEIRO|BRASILIA|CURITIBA|FORTALEZA|BELO HORIZONTE|RECIFE|PORTO ALEGRE|CEP:? ?\d{5}-\d{3})\b|\+55[ -]/,
  ],
  [
    'SE',
    /\b(?:SVERIGE|SWEDEN|STOCKHOLM|GOTEBORG|MALMO|UPPSALA|UMEA|LINKOPING|OREBRO|VASTERAS|ORG\.? ?NR\W{1,3}\d{6}-\d{4}|KVITTO|\d{3} \d{2} [A-Z]+$)\b|\+46[ -]/,
  ],
  ['NO', /\b(?:NORGE|NORWAY|OSLO|TRONDHEIM|STAVANGER|ORG\.? ?NR\W{1,3}\d{3} ?\d{3} ?\d{3}(?: MVA)?)\b|\+47[ -]/],
  ['DK', /\b(?:DANMARK|DENMARK|KOBENHAVN|AARHUS|ODENSE|AALBORG|CVR)\b|\+45[ -]/],
  ['MX', /\b(?:(?<!NEW )MEXICO|CDMX|MONTERREY|S\.? ?A\.? DE C\.? ?V(?![A-Z])|RFC\W{1,2}[A-Z]{3,4}\d{6})/],
  [
    'PL',
    /\b(?:POLSKA|POLAND|WARSZAWA|KRAKOW|WROCLAW|GDANSK|POZNAN|LODZ|KATOWICE|SP\. ?Z ?O\. ?O|PARAGON FISKALNY|PTU|NIP|REGON|\d{2}-\d{3} [A-Z]+)\b|\+48[ -]/,
  ],
];

/** The countries of the euro. */
const euroCountries = [
  'AT',
  'BE',
  'CY',
  'DE',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
].concat(['NL', 'PT', 'SI', 'SK']);

/** ISO 4217 by ISO 3166-1, of countries whose receipts are known. */
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
  NO: 'NOK',
  DK: 'DKK',
  MX: 'MXN',
  PL: 'PLN',
  ...Object.fromEntries(euroCountries.map((country) => [country, 'EUR'])),
};
