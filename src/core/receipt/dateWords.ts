/** Beginnings of the months' names, January first. */
export const months = [
  ['JAN', 'ENE', 'GEN'],
  ['FEB', 'FEV'],
  ['MAR', 'MAC', 'MRZ', 'MRT'],
  ['APR', 'AVR', 'ABR'],
  ['MAY', 'MEI', 'MAI', 'MAJ', 'MAG'],
  ['JUN', 'JUIN', 'GIU'],
  ['JUL', 'JUIL', 'LUG'],
  ['AUG', 'OGO', 'AOU', 'AGO'],
  ['SEP', 'SET'],
  ['OCT', 'OKT', 'OTT', 'OUT'],
  ['NOV'],
  ['DEC', 'DIS', 'DEZ', 'DIC'],
] as const;

export const dateLabels = /\b(?:DATE|TARIKH|DATUM|FECHA|DATA|TANGGAL|TGL|DT|EMISSAO)\b/;

/** Dates of something else: when goods expire, when a bill is due, since when a firm is registered. */
export const notTheDate =
  /\b(?:EXP|EXPIRY|EXPIRES?|EXPIRED|DUE|VALID|VALIDITY|UNTIL|TILL?|SINCE|REGISTERED|EST|BEFORE|BEST|MFG|BORN|BIRTH|DOB|LUPUT|TEMPOH|EFFECTIVE|WEF|FROM|DELIVERY|VERSION|GULTIG|CADUCIDAD)\b/;
