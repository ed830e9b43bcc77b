/** A destination as it stands in the settings (`porter.destinations`) or in the command line's configuration. */
export type Profile = ReceiverProfile | FormProfile | RawProfile | TusProfile | S3Profile;

/** What every kind has. Text values may hold `${…}` placeholders (template.ts). */
interface ProfileOfAnyKind {
  /** Largest file, in bytes. */
  readonly maxSize?: number;
  /** Media types (`image/png`, `image/*`) or name endings (`.pdf`); absent: all. */
  readonly allow?: readonly string[];
  /** Template for the name that is sent; absent: the file's own name. A name, not a path: no `/`. */
  readonly fileName?: string;
  /** Idle timeout in seconds; default 60. */
  readonly timeout?: number;
  /** How often a request is repeated; default 4. */
  readonly retries?: number;
  /** Says that sending twice does no harm, so that a POST without an answer is repeated. */
  readonly retryUnsafe?: boolean;
  /** Most requests at the same time; absent: as many as the queue lets go to a host. */
  readonly concurrency?: number;
  /** Whether what the server has is compared with the file after the upload. Absent: not. */
  readonly verify?: Verification;
}

/** `head`: the link is asked for its size; `download`: all of it is read back. */
export type Verification = 'head' | 'download';

/** The embedded receiver. */
export interface ReceiverProfile extends ProfileOfAnyKind {
  readonly kind: 'receiver';
}

/** Files in PEM, by full path or one that begins with `~/`, for a server that they are shown to or trusted of. */
export interface TlsFiles {
  /** Authorities that are trusted besides the usual ones. */
  readonly ca?: string;
  /** The client's certificate, with those between it and its authority. */
  readonly cert?: string;
  readonly key?: string;
  /** Of the key; it may hold `${secret:NAME}` and `${env:NAME}`. */
  readonly passphrase?: string;
}

interface HttpProfile extends ProfileOfAnyKind {
  /**
   * http or https, without credentials in it. Placeholders may stand after the host. One of a `raw` profile that ends
   * in `/` gets the file's name at its end.
   */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: Auth;
  readonly tls?: TlsFiles;
  /** Absent: found by the usual names (extractLink.ts). */
  readonly link?: LinkRule;
}

/** multipart/form-data (RFC 7578). */
export interface FormProfile extends HttpProfile {
  readonly kind: 'form';
  /** Default POST. */
  readonly method?: 'POST' | 'PUT' | 'PATCH';
  /** Name of the file's field; default `file`. */
  readonly field?: string;
  /** Extra fields, sent before the files. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Default 1. */
  readonly filesPerRequest?: number;
}

/** The file as the body. */
export interface RawProfile extends HttpProfile {
  readonly kind: 'raw';
  /** Default PUT. */
  readonly method?: 'PUT' | 'POST';
}

/** An upload that can be continued: tus 1.0.0 (https://tus.io/protocols/resumable-upload). */
export interface TusProfile extends HttpProfile {
  readonly kind: 'tus';
  /** Sent with `filename` and `filetype`, which are the name and the media type unless they stand here. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** In bytes; default 8 MiB. */
  readonly partSize?: number;
}

/** A bucket of Amazon S3 or a compatible service; fields are named as in the Amazon S3 API. */
export interface S3Profile extends ProfileOfAnyKind {
  readonly kind: 's3';
  /** `https://HOST`; absent: AWS in the region. */
  readonly endpoint?: string;
  /** Default `us-east-1`. */
  readonly region?: string;
  readonly bucket: string;
  /** Default `${file}`. */
  readonly key?: string;
  /**
   * Whether the bucket stands in the path instead of the host; default: yes, except at AWS for a name without a dot.
   */
  readonly pathStyle?: boolean;
  /** In bytes: files above it go by multipart upload, in parts of this size. Default 16 MiB. */
  readonly partSize?: number;
  readonly storageClass?: string;
  readonly acl?: S3Acl;
  readonly cacheControl?: string;
  /** Default: the file's media type. */
  readonly contentType?: string;
  readonly tls?: TlsFiles;
  /** By name, without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly serverSideEncryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  readonly kmsKeyId?: string;
  /** Default: `public` with an `acl` that lets all read it, else presigned for 24 hours. */
  readonly link?: S3Link;
  /** Default: where AWS's own tools look for them. */
  readonly credentials?: S3Credentials;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
type S3Acl = (typeof s3Acls)[number];

export const s3Acls = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;

export type S3Link =
  /** The object's own address. */
  | { readonly public: true }
  /** Lets whoever has it read the object for so many hours, at most 168. */
  | { readonly presigned: number }
  /** Placeholders as everywhere. */
  | { readonly template: string };

export type S3Credentials =
  /** Of AWS's shared configuration files. */
  | { readonly profile: string }
  | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

export type Auth =
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string };

/** Where the link stands in the server's answer. */
export type LinkRule =
  /** RFC 9535; `$.` may be left out. */
  | { readonly json: string }
  | { readonly header: string }
  /** The first group, else the whole match, in the answer's text. */
  | { readonly regex: string }
  /** Placeholders as everywhere. */
  | { readonly template: string };
