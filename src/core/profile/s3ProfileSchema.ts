import * as v from 'valibot';
import { urlFault } from './destinationUrl.ts';
import { s3Acls, type S3Credentials, type S3Link } from './profile.ts';
import {
  headerNameFault,
  headerValue,
  ofAnyKind,
  secretsStayHidden,
  size,
  sound,
  template,
  texts,
  tls,
} from './profileFields.ts';

const mebi = 1024 ** 2;

/** As `urlFault`, but without placeholders and a path. */
function endpointFault(text: string): string | undefined {
  if (!/^https?:\/\/[^/\\?#@$\s]+\/?$/i.test(text))
    return 'it must be http:// or https:// and a host, and nothing more';
  return URL.canParse(text) ? undefined : 'it is no URL';
}

/** A text without placeholders. */
const plainText = (pattern: RegExp, reason: string) => v.pipe(v.string(), v.regex(pattern, reason));

const s3PartSize = v.pipe(
  size,
  v.check((bytes) => bytes >= 5 * mebi && bytes <= 5120 * mebi, 'it must be from 5 MiB to 5 GiB'),
);

export const s3LinkRules = {
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

export const s3CredentialParts = {
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

export const s3 = v.strictObject({
  kind: v.literal('s3'),
  ...ofAnyKind,
  endpoint: v.exactOptional(v.pipe(v.string(), sound(endpointFault))),
  region: v.exactOptional(plainText(/^[a-z0-9-]+$/, 'it must be the name of a region, like eu-central-1')),
  bucket: plainText(
    /^[A-Za-z0-9](?:[\w-]|\.(?!\.)){2,254}$/,
    'it must be the name of a bucket: 3 to 63 letters, digits, points and hyphens',
  ),
  key: v.exactOptional(
    template((text, parts) => {
      if (text.trim() === '') return 'it must not be empty';
      if (/^\/|\/$/.test(text)) return 'it must neither begin nor end with /';
      return /(?:^|\/)\.{1,2}(?:\/|$)/.test(text) ? 'none of its parts may be “.” or “..”' : secretsStayHidden(parts);
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
