/**
 * A British postcode (BS 7666), of which letters with one shape in both cases may have been read as small ones, and the
 * one as an l.
 */
const postcode =
  /(?<![\p{L}\d])[A-Z][A-Zckopsuvwxz]?(?:\d|l(?= ))[A-Z\dckopsuvwxz]? \d[A-Zckopsuvwxz]{2}(?![\p{L}\d])/gu;

/** The text, as long as it was, with `BW4 7QX` for `Bw4 7Qx`, `BW1 7QX` for `BWl 7QX`. */
export function withPostcodesInCapitals(text: string): string {
  return text.replace(postcode, (code) => code.replace('l', '1').toUpperCase());
}
