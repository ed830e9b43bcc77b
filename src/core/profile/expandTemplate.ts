import type { SecretMask } from '../maskSecrets.ts';
import type { Source } from '../model.ts';
import { Problem } from '../problem.ts';
import { safeName } from '../safeName.ts';
import { dateParts, parseTemplate, type Part } from './template.ts';

/** What the placeholders of one file's templates stand for. */
export interface TemplateValues {
  /** The destination's key, for problems. */
  readonly destination: string;
  readonly source: Source;
  /** The name that is sent, where the placeholders are to tell it instead of the file's own. */
  readonly name?: string;
  /** `${date}` tells it in local time, as a person's clock does. */
  readonly now: Date;
  /** In lower-case hexadecimal. Called only when a template asks for it. */
  readonly sha256: (source: Source, signal: AbortSignal) => Promise<string>;
  readonly env: (name: string) => string | undefined;
  readonly secret: (name: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Is told every value of `env` and `secret` before it is used. */
  readonly mask: SecretMask;
}

/** For a body's field: everything as it is. */
export async function expandText(template: string, values: TemplateValues, signal: AbortSignal): Promise<string> {
  return expand(template, values, signal, (value) => value);
}

/** For the name that is sent: a value's separators become `_`. */
export async function expandName(template: string, values: TemplateValues, signal: AbortSignal): Promise<string> {
  return expand(template, values, signal, (value) => value.replace(/[/\\]/g, '_'));
}

/**
 * For a path that is no URL, as a key in a bucket: only a file's path and a date keep their `/`; no part is a dot or
 * two.
 */
export async function expandPath(template: string, values: TemplateValues, signal: AbortSignal): Promise<string> {
  const expanded = await expand(template, values, signal, (value, { kind }) =>
    kind === 'file' || kind === 'date' ? value : value.replace(/[/\\]/g, '_'),
  );
  return expanded.replace(/(?<=^|\/)\.{1,2}(?=\/|$)/g, '_');
}

/** For a URL: values are percent-encoded; only a file's path and a date keep their `/`, and only in the URL's path. */
export async function expandUrl(template: string, values: TemplateValues, signal: AbortSignal): Promise<string> {
  // Most are the same for all files, of which there may be many.
  if (!template.includes('${')) return template;
  const expanded = await expand(template, values, signal, (value, { kind }, before) => {
    const keepsSlashes = (kind === 'file' || kind === 'date') && !/[?#]/.test(before);
    return keepsSlashes ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
  const [path = '', ...rest] = expanded.split(/(?=[?#])/);
  // `..` would lead out of the folder that the template names, also when it is encoded (WHATWG URL).
  const literal = new Set(template.split('/'));
  const segments = path.split('/').map((segment) => {
    return isDotSegment(segment) && !literal.has(segment) ? '_' : segment;
  });
  return [segments.join('/'), ...rest].join('');
}

/**
 * For a header: what is not ASCII in a value is percent-encoded.
 *
 * @throws Problem `headerUnsendable` for line breaks and other controls (RFC 9110 §5.5).
 */
export async function expandHeader(
  header: string,
  template: string,
  values: TemplateValues,
  signal: AbortSignal,
): Promise<string> {
  const expanded = await expand(template, values, signal, (value, { kind }) =>
    kind === 'secret' || kind === 'env' ? value : value.replace(/[^\x00-\x7F]+|%/gu, encodeURIComponent),
  );
  if (/[^\t\x20-\x7E\x80-\xFF]/.test(expanded)) {
    throw new Problem('headerUnsendable', { header, file: values.source.path, destination: values.destination });
  }
  return expanded;
}

type Encode = (value: string, part: Part, before: string) => string;

async function expand(template: string, values: TemplateValues, signal: AbortSignal, encode: Encode): Promise<string> {
  let result = '';
  for (const part of parseTemplate(template)) {
    if (part.kind === 'literal') {
      result += part.text;
      continue;
    }
    const value = await valueOf(part, values, signal);
    if (part.kind === 'ext' && value === '' && result.endsWith('.')) result = result.slice(0, -1);
    result += encode(value, part, result);
  }
  return result;
}

async function valueOf(
  part: Exclude<Part, { kind: 'literal' }>,
  values: TemplateValues,
  signal: AbortSignal,
): Promise<string> {
  const { source, destination, mask } = values;
  switch (part.kind) {
    case 'file':
      return chosenFolder(source) + (values.name ?? safeName(source.name));
    case 'name':
      return splitName(values.name ?? source.name).base;
    case 'ext':
      return splitName(values.name ?? source.name).extension;
    case 'sha256':
      return values.sha256(source, signal);
    case 'date':
      return formatDate(values.now, part.format);
    case 'env': {
      const value = values.env(part.name);
      if (value === undefined) throw new Problem('variableMissing', { name: part.name, destination });
      mask.add(value);
      return value;
    }
    case 'secret': {
      const value = await values.secret(part.name, signal);
      if (value === undefined) throw new Problem('secretMissing', { name: part.name, destination });
      mask.add(value);
      return value;
    }
  }
}

/**
 * The folder below what was chosen, with its `/`; a full path would tell where on this machine the file lies, so of
 * that there is none.
 */
export function chosenFolder(source: Source): string {
  const parts = source.path.split(/[/\\]/);
  const leadsOut = parts[0] === '' || parts.includes('..') || /^~$|:/.test(parts[0] ?? '');
  if (leadsOut) return '';
  return parts
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => `${safeName(part)}/`)
    .join('');
}

function splitName(name: string): { base: string; extension: string } {
  const safe = safeName(name);
  const dot = safe.lastIndexOf('.');
  // `.gitignore` is a name, not an extension.
  return dot > 0 ? { base: safe.slice(0, dot), extension: safe.slice(dot + 1) } : { base: safe, extension: '' };
}

function formatDate(date: Date, format: string): string {
  return format.replace(dateParts, (token) => {
    switch (token) {
      case 'yyyy':
        return String(date.getFullYear()).padStart(4, '0');
      case 'MM':
        return twoDigits(date.getMonth() + 1);
      case 'dd':
        return twoDigits(date.getDate());
      case 'HH':
        return twoDigits(date.getHours());
      case 'mm':
        return twoDigits(date.getMinutes());
      default:
        return twoDigits(date.getSeconds());
    }
  });
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function isDotSegment(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}
