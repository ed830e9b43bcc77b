/** The checks of a profile. That of settings.json (package.json) is held against these by a test. */
import { query } from 'jsonpath-rfc9535';
import * as v from 'valibot';
import { urlFault } from './destinationUrl.ts';
import { fullPath } from './extractLink.ts';
import type { LinkRule } from './profile.ts';
import { regexFault } from './regexFault.ts';
import {
  headerName,
  headerNameFault,
  headerValue,
  ofAnyKind,
  secretsStayHidden,
  size,
  sound,
  template,
  texts,
  tls,
  tlsFiles,
  wholeNumber,
} from './profileFields.ts';
import { s3, s3CredentialParts, s3LinkRules } from './s3ProfileSchema.ts';

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

const basic = v.strictObject({
  type: v.literal('basic'),
  // RFC 7617 §2: what is before the first colon is the name.
  username: template((text) => (/:(?![^{]*\})/.test(text) ? 'a user name holds no colon' : undefined)),
  password: template(),
});
const bearer = v.strictObject({ type: v.literal('bearer'), token: headerValue });
const header = v.strictObject({ type: v.literal('header'), name: headerName, value: headerValue });

/** All types of auth by name, for the keys that each knows. */
export const authTypes = { basic, bearer, header };

const auth = v.variant('type', [basic, bearer, header]);

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
  tls: v.exactOptional(tls),
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
export const kinds = { receiver, form, raw, tus, s3 };

/** Keys below a profile's own, or those of one kind. */
export const keysBelow: Readonly<Record<string, readonly string[]>> = {
  tls: Object.keys(tlsFiles),
  link: Object.keys(linkRules),
  's3.link': Object.keys(s3LinkRules),
  's3.credentials': Object.keys(s3CredentialParts),
};

export const profileSchema = v.variant('kind', [receiver, form, raw, tus, s3]);
