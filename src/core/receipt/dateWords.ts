/** Beginnings of the months' names, January first. */
export const months = [
  ['JAN', 'ENE', 'GEN', 'STY'],
  ['FEB', 'FEV', 'LUT'],
  ['MAR', 'MAC', 'MRZ', 'MRT', 'MAART'],
  ['APR', 'AVR', 'ABR', 'KWI'],
  ['MAY', 'MEI', 'MAI', 'MAJ', 'MAG'],
  ['JUN', 'JUIN', 'GIU', 'CZE'],
  ['JUL', 'JUIL', 'LUG', 'LIP'],
  ['AUG', 'OGO', 'AOU', 'AGO', 'AGU', 'SIE'],
  ['SEP', 'SET', 'WRZ'],
  ['OCT', 'OKT', 'OTT', 'OUT', 'PAZ'],
  ['NOV', 'LIS'],
  ['DEC', 'DIS', 'DEZ', 'DIC', 'DES', 'GRU'],
] as const;

/** Their names in full and other short ones, where they go on behind those beginnings. */
export const longMonths = [
  'JANUARY, JANUARI, JANUAR, JANVIER, ENERO, GENNAIO, JANEIRO, STYCZNIA',
  'FEBRUARY, FEBRUARI, FEBRUAR, FEVRIER, FEBRERO, FEBBRAIO, FEVEREIRO, LUTEGO',
  'MARCH, MARET, MARZ, MARS, MARZO, MARCO, MAART, MARCA',
  'APRIL, AVRIL, ABRIL, APRILE, KWIETNIA',
  'MAYO, MAIO, MAGGIO, MAJA',
  'JUNE, JUNI, JUNIO, JUNHO, GIUGNO, CZERWCA',
  'JULY, JULAI, JULI, JUILLET, JULIO, JULHO, LUGLIO, LIPCA',
  'AUGUST, OGOS, AGUSTUS, AGOSTO, AOUT, AUGUSTUS, AUGUSTI, SIERPNIA',
  'SEPT, SEPTEMBER, SEPTEMBRE, SEPTIEMBRE, SETTEMBRE, SETEMBRO, WRZESNIA',
  'OCTOBER, OKTOBER, OCTOBRE, OCTUBRE, OTTOBRE, OUTUBRO, PAZDZIERNIKA',
  'NOVEMBER, NOVEMBRE, NOVIEMBRE, NOVEMBRO, LISTOPADA',
  'DECEMBER, DISEMBER, DESEMBER, DEZEMBER, DECEMBRE, DICIEMBRE, DICEMBRE, DEZEMBRO, GRUDNIA',
].flatMap((names) => names.split(', '));

export const dateLabels =
  /\b(?:DATE|TARIKH|(?:RECHNUNGS-?|BELEG-?|BON-?|KASSEN-?|KAUF-?|AUSSTELLUNGS-?|FACTUUR|FAKTURA|KVITTO|INKOPS)?DATUM|FECHA|DATA|TANGGAL|TGL|DT|EMISSAO)\b|日付|日期|\bLE\W{0,2}$/;

const departures = 'DEPARTURE|CHECK-?OUT|ABREISE|DEPART|SALIDA|PARTIDA|PARTENZA|VERTREK|AVRESA|WYJAZD';
/** When a guest left, which is when most of them pay. */
export const departure = new RegExp(`\\b(?:${departures})\\b`);

/** What the signing device of a till prints when it begins and ends a sale. */
export const ofTheDevice = /\b(?:TSE|START|STARTZEIT|STOPP?|ENDZEIT)\b/;

/** The till's numbers, not of a date, right in front of which its label may stand: `DATE  TRANS 0112-24`. */
export const ofTheTill = /\b(?:ORDER|TRANS|TRANSACTION|TRX|CHECK|CHK|INVOICE|INV|ST|STORE|REG|TERMINAL|NO|NR|REF)\W*$/;

/** When what a ticket is for begins: in front of it, or a label; `EVENT SUPPLIES INC.` is a name. */
export const ofEvent =
  /\b(?:SHOW|SHOWTIME|PERFORMANCE|SCREENING|EVENT|CONCERT|KICK-?OFF|DOORS|VORSTELLUNG|VERANSTALTUNG|EINLASS|SPECTACLE|SEANCE|FUNCION|ESPECTACULO|SESSAO|ESPETACULO|SPETTACOLO|VOORSTELLING|FORESTALLNING|SEANS|SPEKTAKL)(?: DATE| TIME)?(?:\W*$| ?:)/;

/**
 * Dates of something else: when goods expire, when a bill is due, when a guest came, since when a firm is registered.
 */
export const notTheDate = new RegExp(
  `\\b(?:${[
    'EXP|EXPIRY|EXPIRES?|EXPIRED|(?:EXCHANGE|RETURN|REFUND|REDEEM)S? BY|DUE|VALID|VALIDITY|UNTIL|TILL?|SINCE|REGISTERED|EST|BEFORE|BEST|MFG|BORN|BIRTH|DOB',
    'LUPUT|TEMPOH|LEISTUNGSDATUM|LIEFERDATUM|EFFECTIVE|WEF|FROM|DELIVERY|VERSION|GULTIG|CADUCIDAD',
    'FALLIG|ZAHLBAR|ECHEANCE|AVANT|VENCIMIENTO|VENCIMENTO|SCADENZA|VERVALDATUM|VOLDOEN|FORFALLODATUM|SENAST|TERMIN|JATUH',
    `ARRIVAL|CHECK-?IN|ANREISE|ARRIVEE|LLEGADA|CHEGADA|ARRIVO|AANKOMST|ANKOMST|PRZYJAZD|${departures}`,
  ].join('|')})\\b`,
);
