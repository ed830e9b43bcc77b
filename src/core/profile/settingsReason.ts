/** Says what is wrong with a setting, as the end of the sentence "KEY is not right: …". */
import { isObject } from '../isObject.ts';
import { authTypes, keysBelow, kinds } from './profileSchema.ts';

/** What valibot tells of a fault. */
interface Issue {
  readonly type: string;
  readonly kind: string;
  readonly expected: string | null;
  readonly received: string;
  readonly message: string;
}

/** Values are not repeated: one may be a secret. */
export function reasonOf(
  { type, kind, expected, received, message }: Issue,
  path: readonly string[],
  profile: unknown,
): string {
  if (kind === 'validation' || type === 'union' || type === 'custom' || expected === null) return message;
  if (type !== 'strict_object' || expected === 'Object') return `it must be ${inWords(expected)}`;
  if (received === 'undefined') return 'it is missing';
  return `there is no such key${hint(path.at(-1) ?? '', knownKeys(path.slice(0, -1), profile))}`;
}

const words: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['Object', 'an object'],
  ['Array', 'a list'],
]);

/** `("a" | "b")` as a person writes it. */
function inWords(expected: string): string {
  const choices = expected
    .replace(/^\(|\)$/g, '')
    .split(' | ')
    .map((choice) => words.get(choice) ?? choice);
  const last = choices.pop() ?? '';
  return choices.length > 0 ? `${choices.join(', ')} or ${last}` : last;
}

/** The keys that can stand at a place, which depend on the kind of the profile and the type of its auth. */
function knownKeys([parent]: readonly string[], profile: unknown): readonly string[] {
  if (!isObject(profile)) return [];
  const { kind, auth } = profile;
  if (parent === undefined) return keysOf(kinds, kind);
  if (parent === 'auth') return isObject(auth) ? keysOf(authTypes, auth['type']) : [];
  return keysBelow[`${String(kind)}.${parent}`] ?? keysBelow[parent] ?? [];
}

function keysOf(choices: Readonly<Record<string, { readonly entries: object }>>, name: unknown): readonly string[] {
  const [, chosen] = Object.entries(choices).find(([choice]) => choice === name) ?? [];
  return chosen === undefined ? [] : Object.keys(chosen.entries);
}

/** What one kind calls otherwise than the others. */
const namedOtherwise: ReadonlyMap<string, string> = new Map([
  ['url', 'endpoint'],
  ['endpoint', 'url'],
]);

/** What was probably meant with an unknown key, as the end of a sentence. */
export function hint(key: string, known: readonly string[]): string {
  // Of a short key that would be another word.
  const most = Math.min(2, key.length / 2);
  const isNear = (other: string) => other.toLowerCase() === key.toLowerCase() || distance(other, key) <= most;
  const near = known.find(isNear) ?? known.find((other) => other === namedOtherwise.get(key));
  if (near !== undefined) return ` (did you mean “${near}”?)`;
  return known.length > 0 ? `; there are ${known.join(', ')}` : '';
}

/** Levenshtein's: how many letters differ. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
