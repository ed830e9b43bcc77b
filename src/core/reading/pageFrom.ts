import * as v from 'valibot';
import type { Page } from './reading.ts';
import { asProblem, Problem } from '../problem.ts';

const finite = v.pipe(v.number(), v.finite('it is too large a number'));
const fraction = 'it must be from 0 to 1';
const confidence = v.exactOptional(v.pipe(finite, v.minValue(0, fraction), v.maxValue(1, fraction)));
const box = v.pipe(
  v.tuple([finite, finite, finite, finite]),
  v.check(([left, top, right, bottom]) => left <= right && top <= bottom, 'a box is [left, top, right, bottom]'),
);
const word = v.object({ text: v.string(), box, confidence });
const line = v.object({ text: v.string(), box, confidence, words: v.exactOptional(v.array(word)) });
const size = v.pipe(finite, v.minValue(1, 'it must be 1 or more'));
/** What `Page` looks like as data. */
export const pageSchema: v.GenericSchema<Page> = v.object({
  width: size,
  height: size,
  lines: v.array(line),
  turned: v.exactOptional(v.picklist([90, 180, 270])),
  notes: v.exactOptional(v.array(v.string())),
  remembered: v.exactOptional(v.literal(true)),
});

/** A page of a file, or why that part of the file is none. */
export type PageInFile =
  { readonly file: string; readonly page: Page } | { readonly file: string; readonly problem: Problem };

/**
 * A page out of parsed JSON: the page itself, or a record of `porter ocr --json`, whose page is taken.
 *
 * @throws Problem `pageInvalid`, which names the first thing that is wrong in it.
 */
export function pageFrom(value: unknown, file: string): Page {
  if (!isObject(value)) throw new Problem('pageInvalid', { file, reason: `it is ${kindOf(value)}, not an object` });
  if (!('page' in value) && 'problem' in value) {
    throw new Problem('pageInvalid', { file, reason: 'the record holds a problem instead of one' });
  }
  const inRecord = 'page' in value;
  const result = v.safeParse(pageSchema, inRecord ? value['page'] : value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const place = [...(inRecord ? ['page'] : []), ...(path === null ? [] : [path])].join('.');
  throw new Problem('pageInvalid', { file, reason: `${place}: ${reasonOf(issue)}` });
}

/** What an issue expects, for people. */
const expectations: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'a text',
  Array: 'a list',
  Object: 'an object',
};

function reasonOf({ kind, expected, received, message }: v.BaseIssue<unknown>): string {
  if (received === 'undefined') return 'it is missing';
  if (kind === 'validation' || expected === null) return message;
  // Of several values: (90 | 180 | 270).
  return `it must be ${expectations[expected] ?? expected.replace(/[()]/g, '').replaceAll(' | ', ' or ')}`;
}

/**
 * The pages of a file's text: one JSON value, or JSON Lines. A page's `file` is its `id`; without one it is the name
 * that a record of JSON Lines carries, else the file's own. A line that is no page does not stop the others.
 */
export function pagesIn(text: string, file: string): readonly PageInFile[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const filled = lines
    .map((content, index) => ({ content: content.trim(), number: index + 1 }))
    .filter((one) => one.content);
  const areJsonLines =
    filled.length > 1 && filled.every(({ content }) => content.startsWith('{') && content.endsWith('}'));
  if (!areJsonLines) return [pageOf(lines.join('\n'), file, (value) => idOf(value) ?? file)];
  return filled.map(({ content, number }) =>
    pageOf(content, `${file}, line ${number}`, (value) => idOf(value) ?? nameOf(value) ?? file),
  );
}

function pageOf(json: string, place: string, named: (value: unknown) => string): PageInFile {
  let file = place;
  try {
    const value = parsed(json, place);
    file = named(value);
    return { file, page: pageFrom(value, place) };
  } catch (thrown) {
    return { file, problem: asProblem(thrown) };
  }
}

function parsed(json: string, file: string): unknown {
  if (json.trim() === '') throw new Problem('pageInvalid', { file, reason: 'it is empty' });
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new Problem('pageInvalid', { file, reason: 'it is not JSON' }, { cause });
  }
}

function idOf(value: unknown): string | undefined {
  const id = isObject(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function nameOf(value: unknown): string | undefined {
  const name = isObject(value) ? value['file'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
