/** Beginnings of the months' names, January first. */
export const months = [
  ['JAN', 'ENE', 'GEN', 'STY'],
  ['FEB', 'FEV', 'LUT'],
  ['MAR', 'MAC', 'MRZ', 'MRT'],
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

export const dateLabels = /\b(?:DATE|TARIKH|DATUM|FECHA|DATA|TANGGAL|TGL|DT|EMISSAO)\b|\bLE\W{0,2}$/;

/** Dates of something else: when goods expire, when a bill is due, when a guest came, since when a firm is registered. */
export const notTheDate = new RegExp(
  `\\b(?:${[
    'EXP|EXPIRY|EXPIRES?|EXPIRED|DUE|VALID|VALIDITY|UNTIL|TILL?|SINCE|REGISTERED|EST|BEFORE|BEST|MFG|BORN|BIRTH|DOB',
    'LUPUT|TEMPOH|EFFECTIVE|WEF|FROM|DELIVERY|VERSION|GULTIG|CADUCIDAD',
    'FALLIG|ZAHLBAR|ECHEANCE|AVANT|VENCIMIENTO|VENCIMENTO|SCADENZA|VERVALDATUM|VOLDOEN|FORFALLODATUM|SENAST|TERMIN|JATUH',
    'ARRIVAL|DEPARTURE|CHECK-?IN|CHECK-?OUT|ANREISE|ABREISE|ARRIVEE|DEPART|LLEGADA|SALIDA|CHEGADA|PARTIDA|ARRIVO|PARTENZA',
    'AANKOMST|VERTREK|ANKOMST|AVRESA|PRZYJAZD|WYJAZD',
  ].join('|')})\\b`,
);
