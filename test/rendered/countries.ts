import type { Language } from './words.ts';

/** How a country's receipts write things, and what they charge. */
export interface Country {
  /** ISO 3166-1. */
  readonly code: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly languages: readonly Language[];
  readonly decimals: 0 | 2;
  readonly point: '.' | ',';
  /** Between thousands; empty where small shops leave it out. */
  readonly thousands: string;
  /** `#` stands for the amount; the first ones are what totals have beside them. */
  readonly marks: readonly string[];
  /** With `D`, `DD`, `M`, `MM`, `MMM`, `MMMM`, `YY`, `YYYY`. */
  readonly dates: readonly string[];
  readonly twelveHours: boolean;
  readonly tax: {
    readonly names: readonly string[];
    /** In percent; the first one is the common one. */
    readonly rates: readonly number[];
    /** Comes on top of the prices on the shelf. */
    readonly added: boolean;
    /** Each is charged for itself, with an equal part of the rate: CGST and SGST. */
    readonly parts?: readonly string[];
  };
  /** Of a meal's price, in units of the currency; prices of other things follow it. */
  readonly priceLevel: number;
  /** What prices are multiples of, in the smallest unit. */
  readonly priceStep: number;
  /** What a sum paid in cash is rounded to, in the smallest unit. */
  readonly cashStep: number;
  /** In units of the currency. */
  readonly notes: readonly number[];
  /** `#` is a digit, `@` a letter. */
  readonly streets: readonly string[];
  readonly towns: readonly string[];
  readonly phones: readonly string[];
  readonly taxNumbers: readonly string[];
  readonly registrations: readonly string[];
  readonly legalForms: readonly string[];
}

const euro = {
  currency: 'EUR',
  decimals: 2,
  point: ',',
  thousands: '.',
  twelveHours: false,
  priceLevel: 12,
  priceStep: 5,
  cashStep: 1,
  notes: [5, 10, 20, 50, 100],
} as const;

export const countries: readonly Country[] = [
  {
    ...{ code: 'US', currency: 'USD', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['$#', '#', 'USD #'],
    dates: ['MM/DD/YYYY', 'M/D/YY', 'MMM D, YYYY', 'MM-DD-YYYY'],
    twelveHours: true,
    tax: { names: ['Sales Tax', 'Tax', 'TAX'], rates: [8.25, 6, 7.5, 8.875], added: true },
    ...{ priceLevel: 14, priceStep: 1, cashStep: 1, notes: [1, 5, 10, 20, 50, 100] },
    streets: ['### Lantern Street', '#### E Harbor Blvd', '## Willow Ave', '#### Old Mill Road'],
    towns: ['Austin, TX 787##', 'Portland, OR 972##', 'Fort Adler, OH 441##', 'Brackwater, NY 120##'],
    phones: ['(512) 555-01##', '503-555-01##', '+1 216 555 01##'],
    taxNumbers: [],
    registrations: [],
    legalForms: ['{name} LLC', '{name} Inc.', '{name}'],
  },
  {
    ...{ code: 'CA', currency: 'CAD', languages: ['en', 'fr'], decimals: 2, point: '.', thousands: ',' },
    marks: ['$#', '#', 'CA$#', 'CAD #'],
    dates: ['YYYY-MM-DD', 'MMM D, YYYY', 'YYYY/MM/DD'],
    twelveHours: true,
    tax: { names: ['HST', 'GST/HST'], rates: [13, 15], added: true },
    ...{ priceLevel: 16, priceStep: 1, cashStep: 5, notes: [5, 10, 20, 50, 100] },
    streets: ['## King Street West', '### Rue Sainte-Marthe', '## Birchbark Avenue'],
    towns: ['Toronto, ON M5V 2T#', 'Montréal, QC H2X 1Y#', 'Halifax, NS B3J 1S#'],
    phones: ['(416) 555-01##', '514-555-01##'],
    taxNumbers: ['GST/HST No: |######### RT0001', 'HST No. |#########RT0001'],
    registrations: [],
    legalForms: ['{name} Inc.', '{name} Ltd.'],
  },
  {
    ...{ code: 'GB', currency: 'GBP', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['£#', '#', 'GBP #'],
    dates: ['DD/MM/YYYY', 'DD/MM/YY', 'D MMM YYYY', 'DD-MM-YYYY'],
    twelveHours: false,
    tax: { names: ['VAT'], rates: [20, 0, 5], added: false },
    ...{ priceLevel: 11, priceStep: 5, cashStep: 1, notes: [5, 10, 20, 50] },
    streets: ['## Lantern Street', '## Saltmarsh Lane', '# Abbey Row'],
    towns: ['London SE1 #AB', 'Brackwater BW4 #QX', 'Leeds LS2 #JT', 'Edinburgh EH1 #RE'],
    phones: ['020 7946 0###', '0113 496 0###', '+44 131 496 0###'],
    taxNumbers: ['VAT No: |GB ### #### ##', 'VAT Reg No. |### #### ##'],
    registrations: ['Company No: |0#######', 'Company Reg. No. |1#######'],
    legalForms: ['{name} Ltd', '{name} Limited', '{name} PLC', '{name}'],
  },
  {
    ...{ code: 'AU', currency: 'AUD', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['$#', '#', 'A$#', 'AUD #'],
    dates: ['DD/MM/YYYY', 'DD/MM/YY', 'DD-MMM-YYYY'],
    twelveHours: true,
    tax: { names: ['GST'], rates: [10], added: false },
    ...{ priceLevel: 18, priceStep: 5, cashStep: 5, notes: [5, 10, 20, 50, 100] },
    streets: ['## Wattle Street', '### Lighthouse Road', '# Jetty Parade'],
    towns: ['Sydney NSW 20##', 'Melbourne VIC 30##', 'Fremantle WA 61##', 'Brisbane QLD 40##'],
    phones: ['(02) 5550 ####', '03 5550 ####', '+61 7 5550 ####'],
    taxNumbers: [],
    registrations: ['ABN |## ### ### ###', 'ABN: |## ### ### ###'],
    legalForms: ['{name} Pty Ltd', '{name} Pty. Ltd.'],
  },
  {
    ...euro,
    ...{ code: 'DE', languages: ['de'] },
    marks: ['EUR #', '#', '# €', '# EUR'],
    dates: ['DD.MM.YYYY', 'DD.MM.YY', 'D. MMMM YYYY'],
    tax: { names: ['MwSt', 'MwSt.', 'USt'], rates: [19, 7], added: false },
    streets: ['Lindenstraße ##', 'Am Mühlbach #', 'Hauptstr. ##', 'Kirchgasse #'],
    towns: ['10115 Berlin', '50667 Köln', '97070 Wiesenbrück', '80331 München', '04109 Leipzig'],
    phones: ['030 2309####', '0221/4710###', '+49 89 2154####'],
    taxNumbers: ['USt-IdNr.: |DE#########', 'Steuer-Nr. |##/###/#####', 'USt-ID: |DE#########'],
    registrations: ['HRB |#####'],
    legalForms: ['{name} GmbH', '{name} OHG', '{name} GmbH & Co. KG', '{name} e.K.'],
  },
  {
    ...{ code: 'CH', currency: 'CHF', languages: ['de', 'fr'], decimals: 2, point: '.', thousands: "'" },
    marks: ['CHF #', '#', 'Fr. #'],
    dates: ['DD.MM.YYYY', 'DD.MM.YY'],
    twelveHours: false,
    tax: { names: ['MWST', 'TVA'], rates: [8.1, 2.6], added: false },
    ...{ priceLevel: 24, priceStep: 5, cashStep: 5, notes: [10, 20, 50, 100] },
    streets: ['Bahnhofstrasse ##', 'Rue du Lac ##', 'Seeweg #'],
    towns: ['8001 Zürich', '3011 Bern', '1204 Genève', '6003 Luzern'],
    phones: ['044 555 ## ##', '+41 31 555 ## ##'],
    taxNumbers: ['|CHE-###.###.###| MWST', 'UID: |CHE-###.###.###'],
    registrations: [],
    legalForms: ['{name} AG', '{name} GmbH', '{name} Sàrl'],
  },
  {
    ...euro,
    ...{ code: 'FR', languages: ['fr'], thousands: ' ' },
    marks: ['# €', '#', '# EUR', '#€'],
    dates: ['DD/MM/YYYY', 'DD/MM/YY', 'D MMMM YYYY'],
    tax: { names: ['TVA', 'T.V.A.'], rates: [20, 5.5, 10], added: false },
    streets: ['# rue des Lilas', '## avenue du Moulin', '# place du Marché'],
    towns: ['75011 Paris', '69002 Lyon', '35000 Rennes', '33000 Bordeaux'],
    phones: ['01 99 00 ## ##', '04 65 71 ## ##', '+33 2 61 91 ## ##'],
    taxNumbers: ['N° TVA : |FR## ### ### ###', 'TVA Intra : |FR###########'],
    registrations: ['SIRET |### ### ### 000##', 'SIRET : |##############', 'SIREN |### ### ###'],
    legalForms: ['{name} SARL', '{name} SAS', 'SARL {name}', '{name}'],
  },
  {
    ...euro,
    ...{ code: 'ES', languages: ['es'] },
    marks: ['# €', '#', '#€', '# EUR'],
    dates: ['DD/MM/YYYY', 'DD-MM-YYYY', 'DD/MM/YY'],
    tax: { names: ['IVA', 'I.V.A.'], rates: [21, 10, 4], added: false },
    streets: ['Calle del Olivo, ##', 'C/ Mayor ##', 'Avda. del Puerto, ##'],
    towns: ['28013 Madrid', '46002 Valencia', '41004 Sevilla', '08002 Barcelona'],
    phones: ['915 55 ## ##', '+34 963 55 ## ##', '954 555 ###'],
    taxNumbers: ['CIF: |B########', 'NIF: |B-########', 'NIF |A########'],
    registrations: [],
    legalForms: ['{name} S.L.', '{name} S.A.', '{name}, S.L.U.'],
  },
  {
    ...euro,
    ...{ code: 'PT', languages: ['pt'] },
    marks: ['# €', '#', '#€', 'EUR #'],
    dates: ['DD-MM-YYYY', 'DD/MM/YYYY', 'YYYY-MM-DD'],
    tax: { names: ['IVA'], rates: [23, 13, 6], added: false },
    streets: ['Rua das Amoreiras, ##', 'Avenida da Liberdade ##', 'Largo do Moinho #'],
    towns: ['1100-048 Lisboa', '4000-322 Porto', '3000-150 Coimbra'],
    phones: ['21 155 ## ##', '+351 22 155 ####', '239 155 ###'],
    taxNumbers: ['NIF: |#########', 'Contribuinte: |#########', 'NIPC |#########'],
    registrations: [],
    legalForms: ['{name} Lda', '{name}, Lda.', '{name} Unipessoal Lda'],
  },
  {
    ...{ code: 'BR', currency: 'BRL', languages: ['pt'], decimals: 2, point: ',', thousands: '.' },
    marks: ['R$ #', '#', 'R$#'],
    dates: ['DD/MM/YYYY', 'DD/MM/YY'],
    twelveHours: false,
    tax: { names: ['ICMS', 'Trib. aprox.'], rates: [18, 12], added: false },
    ...{ priceLevel: 38, priceStep: 10, cashStep: 1, notes: [10, 20, 50, 100, 200] },
    streets: ['Rua das Palmeiras, ###', 'Av. Brasil, ####', 'Rua XV de Novembro, ##'],
    towns: ['São Paulo - SP', 'Curitiba - PR', 'Rio de Janeiro - RJ', 'Belo Horizonte - MG'],
    phones: ['(11) 5555-0###', '(41) 5555-0###'],
    taxNumbers: ['CNPJ: |##.###.###/0001-##', 'CNPJ |##.###.###/0001-##'],
    registrations: [],
    legalForms: ['{name} Ltda', '{name} Ltda ME', '{name} S.A.', '{name} EIRELI'],
  },
  {
    ...euro,
    ...{ code: 'IT', languages: ['it'] },
    marks: ['€ #', '#', 'EUR #', '# €'],
    dates: ['DD/MM/YYYY', 'DD-MM-YYYY', 'DD/MM/YY'],
    tax: { names: ['IVA'], rates: [22, 10, 4], added: false },
    streets: ['Via dei Mulini, ##', 'Piazza Castello #', 'Corso Verdi ##'],
    towns: ['20121 Milano (MI)', '00184 Roma', '40121 Bologna (BO)', '50122 Firenze'],
    phones: ['02 5555####', '+39 06 5555 ####', '051 555####'],
    taxNumbers: ['P.IVA |###########', 'Partita IVA: |###########', 'P. IVA |IT###########'],
    registrations: [],
    legalForms: ['{name} S.r.l.', '{name} S.p.A.', '{name} s.n.c.', '{name} di Rossi G.'],
  },
  {
    ...euro,
    ...{ code: 'NL', languages: ['nl'] },
    marks: ['€ #', '#', 'EUR #'],
    dates: ['DD-MM-YYYY', 'DD/MM/YYYY', 'D MMMM YYYY', 'DD-MM-YY'],
    tax: { names: ['BTW', 'btw'], rates: [21, 9], added: false },
    streets: ['Kerkstraat ##', 'Molenplein #', 'Oude Gracht ##'],
    towns: ['1017 GA Amsterdam', '3511 LN Utrecht', '9712 HV Groningen'],
    phones: ['020 555 ####', '+31 30 555 ####', '050-555####'],
    taxNumbers: ['BTW-nr: |NL#########B01', 'BTW nr. |NL#########B0#'],
    registrations: ['KvK |########', 'KvK-nr: |########'],
    legalForms: ['{name} B.V.', '{name} BV', '{name} V.O.F.'],
  },
  {
    ...{ code: 'SE', currency: 'SEK', languages: ['sv'], decimals: 2, point: ',', thousands: ' ' },
    marks: ['# kr', '#', 'SEK #', '#'],
    dates: ['YYYY-MM-DD', 'D MMMM YYYY'],
    twelveHours: false,
    tax: { names: ['Moms', 'moms'], rates: [25, 12, 6], added: false },
    ...{ priceLevel: 120, priceStep: 10, cashStep: 100, notes: [20, 50, 100, 200, 500] },
    streets: ['Storgatan ##', 'Kvarnvägen #', 'Hamngatan ##'],
    towns: ['111 22 Stockholm', '411 05 Göteborg', '903 26 Umeå', '753 10 Uppsala'],
    phones: ['08-555 ## ##', '031-555 ## ##', '+46 90 555 ####'],
    taxNumbers: ['Momsreg.nr |SE##########01', 'VAT-nr: |SE##########01'],
    registrations: ['Org.nr |55####-####', 'Org nr: |55####-####'],
    legalForms: ['{name} AB', '{name} HB', '{name}'],
  },
  {
    ...{ code: 'PL', currency: 'PLN', languages: ['pl'], decimals: 2, point: ',', thousands: ' ' },
    marks: ['# zł', '#', 'PLN #', '# PLN'],
    dates: ['YYYY-MM-DD', 'DD.MM.YYYY', 'DD-MM-YYYY'],
    twelveHours: false,
    tax: { names: ['PTU', 'VAT'], rates: [23, 8, 5], added: false },
    ...{ priceLevel: 32, priceStep: 5, cashStep: 1, notes: [10, 20, 50, 100, 200] },
    streets: ['ul. Młyńska ##', 'ul. Długa #', 'al. Lipowa ##'],
    towns: ['00-238 Warszawa', '31-042 Kraków', '80-831 Gdańsk', '50-101 Wrocław'],
    phones: ['22 555 ## ##', '+48 12 555 ## ##'],
    taxNumbers: ['NIP |###-###-##-##', 'NIP: |##########'],
    registrations: ['REGON |#########'],
    legalForms: ['{name} Sp. z o.o.', '{name} S.A.', '{name} s.c.'],
  },
  {
    ...{ code: 'IN', currency: 'INR', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['Rs. #', '#', '₹#', 'INR #', '₹ #'],
    dates: ['DD/MM/YYYY', 'DD-MM-YYYY', 'DD-MMM-YYYY', 'DD/MM/YY'],
    twelveHours: true,
    tax: { names: ['GST'], rates: [5, 12, 18], added: true, parts: ['CGST', 'SGST'] },
    ...{ priceLevel: 320, priceStep: 100, cashStep: 100, notes: [50, 100, 200, 500, 2000] },
    streets: ['## MG Road', '#/## Temple Street', 'Shop # Neem Arcade'],
    towns: ['Bengaluru 5600##', 'Mumbai - 4000##', 'Chennai 6000##', 'Pune 4110##'],
    phones: ['080-5550####', '+91 98###-#####', '022 5550 ####'],
    taxNumbers: ['GSTIN: |##@@@@@####@1Z#', 'GSTIN |##@@@@@####@1Z#'],
    registrations: [],
    legalForms: ['{name} Pvt. Ltd.', '{name} Private Limited', '{name}', 'M/s {name}'],
  },
  {
    ...{ code: 'ID', currency: 'IDR', languages: ['id'], decimals: 0, point: ',', thousands: '.' },
    marks: ['Rp #', '#', 'Rp#', 'Rp. #', 'IDR #'],
    dates: ['DD/MM/YYYY', 'DD-MM-YYYY', 'D MMMM YYYY', 'DD/MM/YY'],
    twelveHours: false,
    tax: { names: ['PPN', 'PB1', 'Pajak'], rates: [10, 11], added: true },
    ...{ priceLevel: 45000, priceStep: 500, cashStep: 100, notes: [10000, 20000, 50000, 100000] },
    streets: ['Jl. Sudirman No. ##', 'Jl. Melati Raya ##', 'Jalan Kenanga #'],
    towns: ['Jakarta Selatan 121##', 'Bandung 401##', 'Surabaya', 'Yogyakarta 552##'],
    phones: ['(021) 555####', '022-555####', '+62 31 555 ####'],
    taxNumbers: ['NPWP |##.###.###.#-###.000', 'NPWP: |##.###.###.#-###.000'],
    registrations: [],
    legalForms: ['{name}', 'PT {name}', 'CV {name}'],
  },
  {
    ...{ code: 'MY', currency: 'MYR', languages: ['en', 'ms'], decimals: 2, point: '.', thousands: ',' },
    marks: ['RM #', '#', 'RM#', 'MYR #'],
    dates: ['DD/MM/YYYY', 'DD-MM-YYYY', 'DD/MM/YY', 'DD MMM YYYY'],
    twelveHours: true,
    tax: { names: ['GST', 'SST'], rates: [6, 0], added: false },
    ...{ priceLevel: 14, priceStep: 5, cashStep: 5, notes: [5, 10, 20, 50, 100] },
    streets: ['No. ##, Jalan Kenari #', 'Lot ##, Lorong Cempaka', '##-G, Jalan Seri Rimba #/#'],
    towns: [
      '43000 Kajang, Selangor',
      '81100 Johor Bahru, Johor',
      '10200 Georgetown, Pulau Pinang',
      '50450 Kuala Lumpur',
    ],
    phones: ['03-5555 ####', '07-555 ####', '+604-555 ####'],
    taxNumbers: ['GST No: |00##########', 'GST Reg No : |00##########', 'SST ID: |@##-####-########'],
    registrations: ['(|######-@|)', 'Co. Reg. No: |######-@', 'ROC No. |######-@'],
    legalForms: ['{name} Sdn Bhd', '{name} Sdn. Bhd.', '{name} SDN BHD'],
  },
  {
    ...{ code: 'SG', currency: 'SGD', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['$#', '#', 'S$#', 'SGD #'],
    dates: ['DD/MM/YYYY', 'DD-MMM-YYYY', 'DD/MM/YY', 'D MMM YYYY'],
    twelveHours: true,
    tax: { names: ['GST'], rates: [9, 8, 7], added: true },
    ...{ priceLevel: 15, priceStep: 10, cashStep: 5, notes: [2, 5, 10, 50, 100] },
    streets: ['## Orchard Lane', 'Blk ### Lantern Crescent #0#-##', '# Pelangi Road'],
    towns: ['Singapore 2388##', 'Singapore 0797##', 'Singapore 5600##'],
    phones: ['6555 ####', '+65 6555 ####'],
    taxNumbers: ['GST Reg No: |20#######@', 'GST Reg. No. |M2-#######-#'],
    registrations: ['UEN |20#######@', 'Co. Reg No: |20#######@'],
    legalForms: ['{name} Pte Ltd', '{name} Pte. Ltd.'],
  },
  {
    ...{ code: 'JP', currency: 'JPY', languages: ['en'], decimals: 0, point: '.', thousands: ',' },
    marks: ['¥#', '#', 'JPY #'],
    dates: ['YYYY/MM/DD', 'YYYY-MM-DD', 'MMM D, YYYY'],
    twelveHours: false,
    tax: { names: ['Consumption Tax', 'Tax'], rates: [10, 8], added: false },
    ...{ priceLevel: 1300, priceStep: 10, cashStep: 1, notes: [1000, 5000, 10000] },
    streets: ['#-#-# Sakuragi', '#-##-# Nishi-Hara', '#-# Kawabata-cho'],
    towns: ['Shibuya-ku, Tokyo 150-00##', 'Kita-ku, Osaka 530-00##', 'Nakagyo-ku, Kyoto 604-80##'],
    phones: ['03-5550-####', '06-5550-####'],
    taxNumbers: [],
    registrations: ['Registration No. |T#############'],
    legalForms: ['{name} Co., Ltd.', '{name}', '{name} K.K.'],
  },
  {
    ...{ code: 'CN', currency: 'CNY', languages: ['en'], decimals: 2, point: '.', thousands: ',' },
    marks: ['¥#', '#', 'CNY #', 'RMB #'],
    dates: ['YYYY-MM-DD', 'YYYY/MM/DD', 'YYYY.MM.DD'],
    twelveHours: false,
    tax: { names: ['VAT'], rates: [6, 13], added: false },
    ...{ priceLevel: 58, priceStep: 50, cashStep: 10, notes: [10, 20, 50, 100] },
    streets: ['## Nanjing Road', '### Bamboo Lane', '## Jianguo Street'],
    towns: ['Shanghai 2000##, China', 'Beijing 1000##', 'Shenzhen, Guangdong 5180##'],
    phones: ['021-5550 ####', '+86 10 5550 ####'],
    taxNumbers: ['Taxpayer ID: |9131############'],
    registrations: [],
    legalForms: ['{name} Co., Ltd.', '{name}'],
  },
];
