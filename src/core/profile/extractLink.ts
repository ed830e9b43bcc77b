import { query, type JsonValue } from 'jsonpath-rfc9535';
import { isObject } from '../isObject.ts';
import type { LinkRule } from './profile.ts';
import { expandUrl, type TemplateValues } from './expandTemplate.ts';

/** A server's answer to an upload that succeeded. */
export interface Answer {
  readonly status: number;
  /** Of the request, after redirects, as `URL.href` writes it. */
  readonly url: string;
  /** Whether the request put the file itself at its URL (RFC 9110 §9.3.4), so that it can be had there. */
  readonly storedAtUrl: boolean;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body, where it is JSON. */
  readonly json: JsonValue | undefined;
}

/** A regular expression sees no more of an answer: its time grows faster than the text. */
const regexTextLimit = 64 * 1024;

/** Where servers write their links, the most usual first. */
const usualPaths = [
  '$',
  '$.url',
  '$.link',
  '$.href',
  '$.secure_url',
  '$.download_url',
  '$.downloadUrl',
  '$.file_url',
  '$.fileUrl',
  '$.data.url',
  '$.data.link',
  '$.data.download_url',
  '$.data.file.url.full',
  '$.file.url',
  '$.image.url',
  '$.result.url',
  '$.files[*].url',
  '$.files[*].link',
  '$.data.files[*].url',
  '$.data[*].url',
  '$.result[*].url',
  '$[*].url',
  '$[*].link',
  '$[*].src',
].map((path) => path.replaceAll('[*]', '.*').split('.').slice(1));

/**
 * The link to each file of a request, in their order; undefined where the answer names none that is surely its own.
 * Always http or https: a relative one is resolved against the request's URL, any other scheme is none.
 */
export function extractLinks(
  answer: Answer,
  rule: LinkRule | undefined,
  files: readonly TemplateValues[],
  signal: AbortSignal,
): readonly (string | undefined)[] | Promise<readonly (string | undefined)[]> {
  if (rule && 'template' in rule) {
    const { template } = rule;
    const links = files.map(async (file) => httpUrl(await expandUrl(template, file, signal), answer.url));
    return Promise.all(links);
  }
  const links = rule
    ? byRule(answer, rule).map((candidate) => httpUrl(candidate, answer.url))
    : byUsage(answer, files.length);
  const [first] = links;
  if (files.length === 1) return [first];
  // One for each, or one for all: an album, a folder. Of any other number nobody can tell which is whose.
  return files.map((_, index) =>
    links.length === files.length ? links[index] : links.length === 1 ? first : undefined,
  );
}

function byRule(answer: Answer, rule: Exclude<LinkRule, { template: string }>): readonly JsonValue[] {
  if ('json' in rule) {
    return answer.json === undefined ? [] : query(answer.json, fullPath(rule.json));
  }
  if ('header' in rule) {
    const value = answer.headers[rule.header.toLowerCase()];
    return value === undefined ? [] : [value];
  }
  const text = answer.body.slice(0, regexTextLimit);
  return Array.from(text.matchAll(new RegExp(rule.regex, 'g')), (match) => match[1] ?? match[0]);
}

/** A JSON path with the `$` that may be left out: `data.url`, `[0].src`. */
export function fullPath(path: string): string {
  if (path.startsWith('$')) return path;
  return path.startsWith('[') || path.startsWith('..') ? `$${path}` : `$.${path}`;
}

/** As servers usually answer: in JSON, with nothing but URLs, in the Location of a 201, or by storing it at the URL. */
function byUsage(answer: Answer, files: number): readonly (string | undefined)[] {
  const { json } = answer;
  if (json !== undefined) {
    for (const path of usualPaths) {
      const links = linksAmong(valuesAt(json, path), answer);
      if (links.length > 0) return links;
    }
  }
  const lines = answer.body.trim().split(/\r?\n/, files + 1);
  if (lines.length <= files && lines.every((line) => /^https?:\/\/\S+$/i.test(line.trim()))) {
    return lines.map((line) => httpUrl(line, answer.url));
  }
  const location = answer.headers['location'];
  if (answer.status === 201 && location) return [httpUrl(location, answer.url)];
  return answer.storedAtUrl ? [httpUrl(withoutQuery(answer.url), answer.url)] : [];
}

/** What `query` finds there, sooner: each answer of a batch is asked for all of these. */
function valuesAt(json: JsonValue, path: readonly string[]): readonly unknown[] {
  let values: readonly unknown[] = [json];
  for (const step of path) {
    values = values.flatMap((value) => (step === '*' ? childrenOf(value) : childOf(value, step)));
    if (values.length === 0) break;
  }
  return values;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function childOf(value: unknown, name: string): readonly unknown[] {
  return isObject(value) && Object.hasOwn(value, name) ? [value[name]] : [];
}

/** Those of absolute URLs and paths. The request's own is an echo of it, not a link. */
function linksAmong(values: readonly unknown[], { url, storedAtUrl }: Answer): readonly (string | undefined)[] {
  return values
    .filter((value): value is string => typeof value === 'string' && /^(?:https?:\/\/|\/)/i.test(value))
    .map((value) => httpUrl(value, url))
    .filter((link) => storedAtUrl || link !== url);
}

function httpUrl(candidate: JsonValue, base: string): string | undefined {
  if (typeof candidate !== 'string' || candidate.trim() === '') return undefined;
  // An absolute one is what it is whatever the base, which would be parsed, too.
  const url = /^https?:\/\//i.test(candidate) ? URL.parse(candidate) : URL.parse(candidate, base);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}

/** A presigned URL's query lets others write. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
