import { concepts, fillers, type Concept } from './labelWords.ts';

/** What the words of a label say. */
export interface Label {
  /** The concepts in the order of their words, each once a word. */
  readonly concepts: readonly Concept[];
  /** Words of two letters or more that no list knows: many of them make it no label but a description. */
  readonly unknown: number;
}

const meanings: ReadonlyMap<string, Concept | 'filler'> = new Map([
  ...fillers.map((word) => [word, 'filler'] as const),
  ...(Object.keys(concepts) as Concept[]).flatMap((concept) =>
    concepts[concept].map((word) => [word, concept] as const),
  ),
]);
const known = [...meanings.keys()];
/** Words that are known by all but one of their letters; shorter ones turn into others too easily. */
const robust = known.filter((word) => word.length >= 6 || word === 'TOTAL');
const shortestDamaged = 4;

/** Reads a label word by word, through lost spaces (`TOTALSALES`) and damaged letters (`T0TAI`). */
export function labelOf(text: string): Label {
  const found: Concept[] = [];
  let unknown = 0;
  for (const word of wordsOf(text)) {
    const parts = meaningsOf(word);
    if (parts === undefined) {
      if (word.length >= 2) unknown++;
      continue;
    }
    for (const part of parts) if (part !== 'filler') found.push(part);
  }
  return { concepts: found, unknown };
}

/** Upper case without diacritics, as the lists of words are. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}

/** The words of a text, digits inside a word read as the letters they look like. */
export function wordsOf(text: string): readonly string[] {
  return (folded(text).match(/[A-Z0-9|]+/g) ?? []).flatMap((word) => {
    const letters = word.replace(/[^A-Z]/g, '').length;
    if (letters === word.length) return [word];
    if (letters < 3 || letters <= word.length - letters) return word.match(/[A-Z]+/g) ?? [];
    return [
      word
        .replace(/0/g, 'O')
        .replace(/[1|]/g, 'I')
        .replace(/5/g, 'S')
        .replace(/8/g, 'B')
        .replace(/[^A-Z]/g, ''),
    ];
  });
}

function meaningsOf(word: string): readonly (Concept | 'filler')[] | undefined {
  const exact = meanings.get(word);
  if (exact !== undefined) return [exact];
  const parts = word.length >= 6 ? split(word, 0) : undefined;
  if (parts !== undefined) return parts;
  if (word.length < shortestDamaged) return undefined;
  const near = robust.find((other) => oneEditApart(word, other));
  const meaning = near === undefined ? undefined : meanings.get(near);
  return meaning === undefined ? undefined : [meaning];
}

/** A word without its spaces, taken apart into known words, the longest first; undefined if a rest stays. */
function split(word: string, from: number): readonly (Concept | 'filler')[] | undefined {
  if (from === word.length) return [];
  for (let end = word.length; end >= from + 2; end--) {
    const meaning = meanings.get(word.slice(from, end));
    if (meaning === undefined) continue;
    const rest = split(word, end);
    if (rest !== undefined) return [meaning, ...rest];
  }
  return undefined;
}

/** Whether one letter replaced, dropped or added makes one word the other. */
function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (a.length === b.length) return a.slice(start + 1) === b.slice(start + 1);
  return a.length > b.length ? a.slice(start + 1) === b.slice(start) : a.slice(start) === b.slice(start + 1);
}
