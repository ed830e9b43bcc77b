/** A destination as it stands in the settings (`porter.destinations`) or in the command line's configuration. */
export type Profile = ReceiverProfile | FormProfile | RawProfile | TusProfile;

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
  /** Whether what the server has is compared with the file after the upload. Absent: not. */
  readonly verify?: Verification;
}

/** `head`: the link is asked for its size; `download`: all of it is read back. */
export type Verification = 'head' | 'download';

/** The embedded receiver. */
export interface ReceiverProfile extends ProfileOfAnyKind {
  readonly kind: 'receiver';
}

interface HttpProfile extends ProfileOfAnyKind {
  /**
   * http or https, without credentials in it. Placeholders may stand after the host. One of a `raw` profile that ends
   * in `/` gets the file's name at its end.
   */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: Auth;
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
