/** Most file systems take 255 bytes (ext4, APFS) or as many UTF-16 units (NTFS), which are fewer bytes never. */
const maxBytes = 255;

/** Characters that can't be seen: controls, bidirectional marks, zero widths, tags; surrogates without a partner. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Those that pictures are made of: a joiner between two, a variation selector behind one. */
const partOfEmoji =
  /(?<=\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}]?\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)/gu;

/** `/` and `\`, also when a server would decode them, once or more often, or decode them wrongly (`%c0%af`). */
const separator = /[/\\\u2044\u2215\uFF0F\uFF3C]|%(?:25)*(?:2f|5c|c0%(?:25)*af|c1%(?:25)*9c)/i;
const encodedDot = /%(?:25)*2e/gi;
const encodedNul = /%(?:25)*00/g;

/** Names of devices on Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/**
 * A name that is a name and nothing more on every system: no path, no device, nothing invisible, at most 255 bytes of
 * UTF-8 with its extension kept, never empty. Of a path only the last part is taken. Applied twice it changes nothing.
 */
export function safeName(name: string): string {
  let safe = name;
  for (;;) {
    const safer = cleaned(safe);
    if (safer === safe) return safe;
    // What was taken out may have held apart what is not safe together: `%2` and `f`.
    safe = safer;
  }
}

function cleaned(name: string): string {
  const visible = withoutInvisible(name).normalize('NFC');
  const parts = visible
    .replace(encodedNul, '')
    .replace(encodedDot, '.')
    .split(separator)
    .map((part) => trim(part.replaceAll(':', '_')));
  const last = parts.findLast((part) => part !== '') ?? 'file';
  return shorten(device.test(last) ? `_${last}` : last);
}

function withoutInvisible(name: string): string {
  const kept = new Set<number>();
  for (const match of name.matchAll(partOfEmoji)) kept.add(match.index);
  return name.replace(invisible, (character, index: number) => (kept.has(index) ? character : ''));
}

/** Windows drops blanks and dots at the end, so that `a.txt.` is `a.txt`. */
function trim(name: string): string {
  return name.replace(/^\s+|[\s.]+$/gu, '');
}

function shorten(name: string): string {
  if (byteLength(name) <= maxBytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && byteLength(name.slice(dot)) <= 32 ? name.slice(dot) : '';
  let room = maxBytes - byteLength(extension);
  let base = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= byteLength(character);
    if (room < 0) break;
    base += character;
  }
  return trim(base + extension);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
