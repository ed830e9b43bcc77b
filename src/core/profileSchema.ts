/** The checks of a profile. That of settings.json (package.json) is held against these by a test. */
import { query } from 'jsonpath-rfc9535';
import * as v from 'valibot';
import { urlFault } from './destinationUrl.ts';
import { fullPath } from './extractLink.ts';
import { isObject } from './isObject.ts';
import { parseSize } from './parseSize.ts';
import { s3Acls, type LinkRule, type S3Credentials, type S3Link } from './profile.ts';
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

const mebi = 1024 ** 2;

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

const filePath = v.pipe(
  v.string(),
  v.regex(/^(?:\/|~\/|[A-Za-z]:[\\/]|\\\\)./, 'it must be a full path, or begin with ~/'),
);

const tlsFiles = {
  ca: v.exactOptional(filePath),
  cert: v.exactOptional(filePath),
  key: v.exactOptional(filePath),
  passphrase: v.exactOptional(
    template((_, parts) =>
      parts.some(({ kind }) => !['literal', 'secret', 'env'].includes(kind))
        ? 'only ${secret:NAME} and ${env:NAME} can stand here'
        : undefined,
    ),
  ),
};

const tls = v.pipe(
  v.strictObject(tlsFiles),
  v.check((files) => Object.keys(files).length > 0, 'it must name a file'),
  v.check(({ cert, key }) => (cert === undefined) === (key === undefined), 'cert and key go together'),
  v.check(({ key, passphrase }) => passphrase === undefined || key !== undefined, 'a passphrase is for a key'),
);

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

/** A text without placeholders. */
const plainText = (pattern: RegExp, reason: string) => v.pipe(v.string(), v.regex(pattern, reason));

const s3PartSize = v.pipe(
  size,
  v.check((bytes) => bytes >= 5 * mebi && bytes <= 5120 * mebi, 'it must be from 5 MiB to 5 GiB'),
);

const s3LinkRules = {
  public: v.exactOptional(v.literal(true)),
  presigned: v.exactOptional(
    v.pipe(
      v.number(),
      v.check((hours) => hours > 0 && hours <= 168, 'it must be more than 0 and at most 168 hours'),
    ),
  ),
  template: v.exactOptional(template((text, parts) => urlFault(text) ?? secretsStayHidden(parts))),
};

const s3Link = v.pipe(
  v.strictObject(s3LinkRules),
  v.check((rule) => Object.keys(rule).length === 1, 'it must hold exactly one of public, presigned and template'),
  v.transform((rule): S3Link => {
    if (rule.presigned !== undefined) return { presigned: rule.presigned };
    return rule.template !== undefined ? { template: rule.template } : { public: true };
  }),
);

const s3CredentialParts = {
  profile: v.exactOptional(v.pipe(v.string(), v.nonEmpty('it must not be empty'))),
  accessKeyId: v.exactOptional(headerValue),
  secretAccessKey: v.exactOptional(template()),
  sessionToken: v.exactOptional(headerValue),
};

const s3Credentials = v.pipe(
  v.strictObject(s3CredentialParts),
  v.check(
    ({ profile, accessKeyId, secretAccessKey, sessionToken }) =>
      profile === undefined
        ? accessKeyId !== undefined && secretAccessKey !== undefined
        : accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined,
    'it must hold either profile, or accessKeyId and secretAccessKey',
  ),
  v.transform(({ profile, accessKeyId = '', secretAccessKey = '', sessionToken }): S3Credentials => {
    if (profile !== undefined) return { profile };
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }),
);

const s3 = v.strictObject({
  kind: v.literal('s3'),
  ...ofAnyKind,
  endpoint: v.exactOptional(
    plainText(/^https?:\/\/[^/\\?#@$\s]+\/?$/i, 'it must be http:// or https:// and a host, and nothing more'),
  ),
  region: v.exactOptional(plainText(/^[a-z0-9-]+$/, 'it must be the name of a region, like eu-central-1')),
  bucket: plainText(/^[A-Za-z0-9](?:[\w-]|\.(?!\.)){1,254}$/, 'it must be the name of a bucket'),
  key: v.exactOptional(
    template((text, parts) => {
      if (text.trim() === '') return 'it must not be empty';
      return /^\/|\/$/.test(text) ? 'it must neither begin nor end with /' : secretsStayHidden(parts);
    }),
  ),
  tls: v.exactOptional(tls),
  pathStyle: v.exactOptional(v.boolean()),
  partSize: v.exactOptional(s3PartSize),
  storageClass: v.exactOptional(plainText(/^[A-Z][A-Z0-9_]*$/, 'it must be the name of a class, like STANDARD_IA')),
  acl: v.exactOptional(v.picklist(s3Acls)),
  cacheControl: v.exactOptional(headerValue),
  contentType: v.exactOptional(headerValue),
  metadata: v.exactOptional(
    v.pipe(
      texts(headerValue),
      sound((record: Record<string, string>) => Object.keys(record).map(headerNameFault).find(Boolean)),
    ),
  ),
  serverSideEncryption: v.exactOptional(v.picklist(['AES256', 'aws:kms', 'aws:kms:dsse'])),
  kmsKeyId: v.exactOptional(plainText(/^[\x21-\x7E]+$/, 'it must be the id, the alias or the ARN of a key')),
  link: v.exactOptional(s3Link),
  credentials: v.exactOptional(s3Credentials),
});

/** All kinds by name, for the keys that each knows. */
export const kinds = { receiver, form, raw, tus, s3 };

/** Keys below a profile's own, or those of one kind. */
export const keysBelow: Readonly<Record<string, readonly string[]>> = {
  auth: ['type', 'username', 'password', 'token', 'name', 'value'],
  tls: Object.keys(tlsFiles),
  link: Object.keys(linkRules),
  's3.link': Object.keys(s3LinkRules),
  's3.credentials': Object.keys(s3CredentialParts),
};

export const profileSchema = v.variant('kind', [receiver, form, raw, tus, s3]);
