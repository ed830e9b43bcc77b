/** The checks of a profile. That of settings.json (package.json) is held against these by a test. */
import { query } from 'jsonpath-rfc9535';
import * as v from 'valibot';
import { urlFault } from './destinationUrl.ts';
import { fullPath } from './extractLink.ts';
import { isObject } from './isObject.ts';
import { parseSize } from './parseSize.ts';
import type { LinkRule } from './profile.ts';
import { regexFault } from './regexFault.ts';
import { parseTemplate, TemplateFault, type Part } from './template.ts';

/** A check that says why not, as the end of a sentence. */
function sound<T>(fault: (value: T) => string | undefined) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const message = fault(dataset.value);
    if (message !== undefined) addIssue({ message });
  });
}

/** A text with placeholders, and what else must hold of it. */
function template(fault: (text: string, parts: readonly Part[]) => string | undefined = () => undefined) {
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
function texts<T extends v.GenericSchema<unknown, string>>(text: T) {
  return v.pipe(v.custom<Record<string, unknown>>(isObject, 'it must be an object'), v.record(v.string(), text));
}

/** RFC 9110 §5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerNameFault(name: string): string | undefined {
  return token.test(name) ? undefined : `“${name}” is no name of a header`;
}

const headerName = v.pipe(v.string(), sound(headerNameFault));

const headerValue = template((text) =>
  /[^\t\x20-\x7E]/.test(text) ? 'a header holds only ASCII, and no line breaks' : undefined,
);

/** What the connection itself decides on. */
const ownHeaders = ['connection', 'content-length', 'expect', 'transfer-encoding'];

const headers = v.pipe(
  texts(headerValue),
  sound((record: Record<string, string>) => {
    const fault = Object.keys(record).map(headerNameFault).find(Boolean);
    if (fault !== undefined) return fault;
    const names = Object.keys(record).map((name) => name.toLowerCase());
    const own = names.find((name) => ownHeaders.includes(name));
    if (own !== undefined) return `the header ${own} is set by Porter itself`;
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return twice !== undefined ? `the header ${twice} is there twice` : undefined;
  }),
);

const size = v.pipe(
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

const secretsStayHidden = (parts: readonly Part[]) =>
  parts.some((part) => part.kind === 'secret') ? 'a secret cannot stand where others will read it' : undefined;

const ofAnyKind = {
  maxSize: v.exactOptional(size),
  allow: v.exactOptional(v.pipe(v.array(allowed), v.minLength(1, 'it must hold at least one type'))),
  fileName: v.exactOptional(
    template((text, parts) => {
      if (text.trim() === '') return 'it must not be empty';
      const hasFolder = parts.some((part) => part.kind === 'literal' && /[/\\]/.test(part.text));
      return hasFolder ? 'it is a name, not a path: put folders in the url' : secretsStayHidden(parts);
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
  verify: v.exactOptional(v.picklist(['head', 'download'])),
};

function wholeNumber(least: number, most: number) {
  const message = `it must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const auth = v.variant('type', [
  v.strictObject({
    type: v.literal('basic'),
    // RFC 7617 §2: what is before the first colon is the name.
    username: template((text) => (/:(?![^{]*\})/.test(text) ? 'a user name holds no colon' : undefined)),
    password: template(),
  }),
  v.strictObject({ type: v.literal('bearer'), token: headerValue }),
  v.strictObject({ type: v.literal('header'), name: headerName, value: headerValue }),
]);

const linkRules = {
  json: v.exactOptional(v.pipe(v.string(), sound(jsonPathFault))),
  header: v.exactOptional(headerName),
  regex: v.exactOptional(v.pipe(v.string(), sound(regexFault))),
  template: v.exactOptional(template((_, parts) => secretsStayHidden(parts))),
};

const link = v.pipe(
  v.strictObject(linkRules),
  v.check((rule) => Object.keys(rule).length === 1, 'it must hold exactly one of json, header, regex and template'),
  v.transform(({ json, header, regex, template = '' }): LinkRule => {
    if (json !== undefined) return { json };
    if (header !== undefined) return { header };
    return regex !== undefined ? { regex } : { template };
  }),
);

function jsonPathFault(path: string): string | undefined {
  try {
    query(null, fullPath(path));
    return undefined;
  } catch {
    return 'it is no JSON path (RFC 9535)';
  }
}

const ofHttp = {
  ...ofAnyKind,
  url: template(urlFault),
  headers: v.exactOptional(headers),
  auth: v.exactOptional(auth),
  link: v.exactOptional(link),
};

const receiver = v.strictObject({ kind: v.literal('receiver'), ...ofAnyKind });

const form = v.strictObject({
  kind: v.literal('form'),
  ...ofHttp,
  method: v.exactOptional(v.picklist(['POST', 'PUT', 'PATCH'])),
  field: v.exactOptional(v.pipe(v.string(), v.nonEmpty('it must not be empty'))),
  fields: v.exactOptional(texts(template())),
  filesPerRequest: v.exactOptional(wholeNumber(1, 1000)),
});

const raw = v.strictObject({
  kind: v.literal('raw'),
  ...ofHttp,
  method: v.exactOptional(v.picklist(['PUT', 'POST'])),
});

/** tus 1.0.0, "Upload-Metadata". */
function metadataKeyFault(key: string): string | undefined {
  return /^[!-+\--~]+$/.test(key) ? undefined : `“${key}” is no key: it must be ASCII, without blanks and commas`;
}

const tus = v.strictObject({
  kind: v.literal('tus'),
  ...ofHttp,
  metadata: v.exactOptional(
    v.pipe(
      texts(template()),
      sound((record: Record<string, string>) => Object.keys(record).map(metadataKeyFault).find(Boolean)),
    ),
  ),
  partSize: v.exactOptional(size),
});

/** All kinds by name, for the keys that each knows. */
export const kinds = { receiver, form, raw, tus };

/** Keys below a profile's own. */
export const keysBelow: Readonly<Record<string, readonly string[]>> = {
  auth: ['type', 'username', 'password', 'token', 'name', 'value'],
  link: Object.keys(linkRules),
};

export const profileSchema = v.variant('kind', [receiver, form, raw, tus]);
