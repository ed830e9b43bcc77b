/** Most file systems take 255 bytes (ext4, APFS) or as many UTF-16 units (NTFS), which are fewer bytes never. */
const maxBytes = 255;

/** `/` and `\`, also when a server would decode them, once or more often, or decode them wrongly (`%c0%af`). */
const separator = /[/\\\u2044\u2215\uFF0F\uFF3C]|%(?:25)*(?:2f|5c|c0%(?:25)*af|c1%(?:25)*9c)/i;
const encodedDot = /%(?:25)*2e/gi;
const encodedNul = /%(?:25)*00/g;

/** Names of devices on Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** Names that need no look at their parts, as most are. */
const plain = /^\w+(?:[.-]\w+)*$/;
const plainLength = 80;

/**
 * A name that is a name and nothing more on every system: no path, no device, nothing invisible, at most 255 bytes of
 * UTF-8 with its extension kept, never empty. Of a path only the last part is taken. Applied twice it changes nothing.
 */
export function safeName(name: string): string {
  if (plain.test(name) && name.length <= plainLength && !device.test(name)) return name;
  let safe = name;
  for (;;) {
    const safer = cleaned(safe);
    if (safer === safe) return safe;
    // What was taken out may have held apart what is not safe together: `%2` and `f`.
    safe = safer;
  }
}

/** Whether a name is another to a person than the safe name that was made of it. */
export function isRenamed(name: string, safe: string): boolean {
  return safe !== name && safe !== withoutInvisible(name).normalize('NFC').trim();
}

function cleaned(name: string): string {
  const visible = withoutInvisible(name).normalize('NFC');
  const parts = visible
    .replace(encodedNul, '')
    .replace(encodedDot, '.')
    .split(separator)
    .map((part) => trim(part.replaceAll(':', '_')));
  const last = parts.findLast((part) => part !== '') ?? 'file';
  return shortened(device.test(last) ? `_${last}` : last);
}

function withoutInvisible(name: string): string {
  if (/^[ -~]*$/.test(name)) return name;
  // Both stand in here, as they take long to make.
  // Characters that can't be seen: controls, bidirectional marks, zero widths, tags; surrogates without a partner.
  const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
  // Those that pictures are made of: a joiner between two, a variation selector behind one.
  const partOfEmoji =
    /(?<=\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}]?\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\uFE0F|(?<=[0-9#*])\uFE0F(?=\u20E3)/gu;
  const kept = new Set<number>();
  for (const match of name.matchAll(partOfEmoji)) kept.add(match.index);
  return name.replace(invisible, (character, index: number) => (kept.has(index) ? character : ''));
}

/** Windows drops blanks and dots at the end, so that `a.txt.` is `a.txt`. */
function trim(name: string): string {
  return name.replace(/^\s+|[\s.]+$/gu, '');
}

/** A safe name with a number before its extension: `photo (2).png`. */
export function nextName(name: string, number: number): string {
  const { base, extension } = split(name);
  return shorten(base, ` (${number})${extension}`);
}

function shortened(name: string): string {
  const { base, extension } = split(name);
  return trim(shorten(base, extension));
}

function split(name: string): { base: string; extension: string } {
  const dot = name.lastIndexOf('.');
  const isExtension = dot > 0 && fits(name.slice(dot), 32);
  return isExtension ? { base: name.slice(0, dot), extension: name.slice(dot) } : { base: name, extension: '' };
}

/** As much of the base as there is room for, in whole characters. */
function shorten(base: string, ending: string): string {
  if (fits(base + ending, maxBytes)) return base + ending;
  let room = maxBytes - byteLength(ending);
  let kept = '';
  for (const character of base) {
    room -= byteLength(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + ending;
}

function fits(text: string, bytes: number): boolean {
  // A unit of UTF-16 is at most three bytes.
  return text.length * 3 <= bytes || byteLength(text) <= bytes;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
