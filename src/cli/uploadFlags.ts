import type { Profile } from '../core/profile/profile.ts';
import { parseFlags } from './parseFlags.ts';

/** What the command line says otherwise than the settings of a destination, as commander gives it. */
export interface LimitFlags {
  readonly verify?: 'head' | 'download';
  readonly retries?: number;
  readonly timeout?: number;
  readonly maxSize?: string;
  readonly allow?: readonly string[];
}

/** What `porter upload` takes. */
export interface UploadFlags extends LimitFlags {
  readonly to?: string;
  readonly url?: string;
  readonly raw?: true;
  readonly method?: string;
  readonly field?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly concurrency?: number;
  /** In bytes per second. */
  readonly limitRate?: number;
  readonly dryRun?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Flags that only mean something beside `--url`. */
export function flagsWithoutUrl(flags: UploadFlags): readonly string[] {
  if (flags.url !== undefined) return [];
  const isGiven = {
    '--raw': flags.raw,
    '--method': flags.method !== undefined,
    '--field': flags.field !== undefined,
    '--data': flags.data !== undefined,
    '--header': flags.header !== undefined,
  };
  return Object.entries(isGiven).flatMap(([flag, given]) => (given ? [flag] : []));
}

/**
 * The destination that `--url` and its companions describe.
 *
 * @throws Problem `settingInvalid`.
 */
export function profileOfUrl(flags: UploadFlags): Profile {
  const { url, raw, method, field, data, header } = flags;
  const profile = {
    kind: raw ? 'raw' : 'form',
    url,
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(field === undefined ? {} : { field }),
    ...(data === undefined ? {} : { fields: data }),
    ...(header === undefined ? {} : { headers: header }),
  };
  return withLimits(profile, flags);
}

/**
 * A destination with what the command line says otherwise.
 *
 * @throws Problem `settingInvalid`.
 */
export function withLimits(profile: object, { retries, timeout, maxSize, allow, verify }: LimitFlags): Profile {
  const given = Object.entries({ retries, timeout, maxSize, allow, verify }).filter(([, value]) => value !== undefined);
  return parseFlags({ ...profile, ...Object.fromEntries(given) });
}
