/** What the checks of several kinds of profiles are made of. */
import * as v from 'valibot';
import { isObject } from '../isObject.ts';
import { parseSize } from '../parseSize.ts';
import { parseTemplate, TemplateFault, type Part } from './template.ts';

/** A check that says why not, as the end of a sentence. */
export function sound<T>(fault: (value: T) => string | undefined) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const message = fault(dataset.value);
    if (message !== undefined) addIssue({ message });
  });
}

/** A text with placeholders, and what else must hold of it. */
export function template(fault: (text: string, parts: readonly Part[]) => string | undefined = () => undefined) {
  return v.pipe(
    v.string(),
    sound((text: string) => {
      try {
        return fault(text, parseTemplate(text));
      } catch (error) {
        if (error instanceof TemplateFault) return error.message;
        throw error;
      }
    }),
  );
}

/** Names with a text each; valibot takes a list for one as well. */
export function texts<T extends v.GenericSchema<unknown, string>>(text: T) {
  return v.pipe(v.custom<Record<string, unknown>>(isObject, 'it must be an object'), v.record(v.string(), text));
}

/** RFC 9110 §5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function headerNameFault(name: string): string | undefined {
  return token.test(name) ? undefined : `“${name}” is no name of a header`;
}

export const headerName = v.pipe(v.string(), sound(headerNameFault));

export const headerValue = template((text) =>
  /[^\t\x20-\x7E]/.test(text) ? 'a header holds only ASCII, and no line breaks' : undefined,
);

export const size = v.pipe(
  v.union([v.number(), v.string()], 'it must be a number of bytes, or a text like "10 MB" or "5 MiB"'),
  v.transform((value) => parseSize(String(value)) ?? NaN),
  v.check((bytes) => bytes > 0, 'it must be a number of bytes, or a text like "10 MB" or "5 MiB"'),
);

const allowed = v.pipe(
  v.string(),
  v.regex(
    /^(?:\*\/\*|[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+)|\.[^./\\\s*]+(?:\.[^./\\\s*]+)*)$/,
    'it must be a media type ("image/png", "image/*") or the end of a name (".pdf")',
  ),
);

export const secretsStayHidden = (parts: readonly Part[]) =>
  parts.some((part) => part.kind === 'secret') ? 'a secret cannot stand where others will read it' : undefined;

export const ofAnyKind = {
  maxSize: v.exactOptional(size),
  allow: v.exactOptional(v.pipe(v.array(allowed), v.minLength(1, 'it must hold at least one type'))),
  fileName: v.exactOptional(
    template((text, parts) => {
      if (text.trim() === '') return 'it must not be empty';
      const hasFolder = parts.some((part) => part.kind === 'literal' && /[/\\]/.test(part.text));
      return hasFolder
        ? 'it is a name, not a path: put folders in the url, or in the key of an s3 destination'
        : secretsStayHidden(parts);
    }),
  ),
  timeout: v.exactOptional(
    v.pipe(
      v.number(),
      v.check((seconds) => seconds > 0 && seconds <= 86_400, 'it must be more than 0 and at most 86400 seconds'),
    ),
  ),
  retries: v.exactOptional(wholeNumber(0, 100)),
  retryUnsafe: v.exactOptional(v.boolean()),
  concurrency: v.exactOptional(wholeNumber(1, 100)),
  verify: v.exactOptional(v.picklist(['head', 'download'])),
};

export function wholeNumber(least: number, most: number) {
  const message = `it must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

/** Of a file or a folder; `inHome` of node tells what it names. */
export const fullPath = v.pipe(
  v.string(),
  v.regex(/^(?:\/|~\/|[A-Za-z]:[\\/]|\\\\)./, 'it must be a full path, or begin with ~/'),
);

export const tlsFiles = {
  ca: v.exactOptional(fullPath),
  cert: v.exactOptional(fullPath),
  key: v.exactOptional(fullPath),
  passphrase: v.exactOptional(
    template((_, parts) =>
      parts.some(({ kind }) => !['literal', 'secret', 'env'].includes(kind))
        ? 'only ${secret:NAME} and ${env:NAME} can stand here'
        : undefined,
    ),
  ),
};

export const tls = v.pipe(
  v.strictObject(tlsFiles),
  v.check((files) => Object.keys(files).length > 0, 'it must name a file'),
  v.check(({ cert, key }) => (cert === undefined) === (key === undefined), 'cert and key go together'),
  v.check(({ key, passphrase }) => passphrase === undefined || key !== undefined, 'a passphrase is for a key'),
);
