import { throwIfAborted } from '../../../core/clock.ts';
import type { SecretMask } from '../../../core/maskSecrets.ts';
import { Problem } from '../../../core/problem.ts';
import type { S3Credentials } from '../../../core/profile/profile.ts';
import { expandText } from '../../../core/profile/expandTemplate.ts';
import { unlessAborted } from '../../../core/unlessAborted.ts';
import type { DestinationClient } from '../destinationClient.ts';
import { plain } from '../../http/refusal.ts';
import type { FileValues } from '../fileValues.ts';
import { ServiceCalls } from './serviceCalls.ts';

/** What requests are signed with. */
export interface AccessKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that last for a while only. */
  readonly sessionToken?: string;
  /** When they end, where that is told. */
  readonly expiration?: Date;
}

/** Where keys come from. */
export interface KeySource {
  /**
   * @throws Problem `credentialsMissing`, `credentialsUnusable`, `secretMissing`, `variableMissing`; TransferError of a
   * call to AWS; AbortError.
   */
  get(signal: AbortSignal): Promise<AccessKeys>;
  /** Looks for them again, as the server refuses these; undefined when there are no others. */
  renew(refused: AccessKeys, signal: AbortSignal): Promise<AccessKeys | undefined>;
}

interface KeySourceOptions {
  /** The destination's key in the settings. */
  readonly destination: string;
  /** That of the bucket. */
  readonly region: string;
  readonly values: FileValues;
  /** Is told the keys. */
  readonly mask: SecretMask;
  readonly http: DestinationClient;
}

/** The source that the profile names. */
export function keySource(credentials: S3Credentials | undefined, options: KeySourceOptions): KeySource {
  return credentials !== undefined && 'accessKeyId' in credentials
    ? keysOfProfile(credentials, options)
    : keysOfAws(credentials?.profile, options);
}

/** Keys are asked for once, however many requests want them. */
function keysOfProfile(
  { accessKeyId, secretAccessKey, sessionToken }: Exclude<S3Credentials, { profile: string }>,
  { values, mask }: KeySourceOptions,
): KeySource {
  const { signal: never } = new AbortController();
  const expand = (template: string) => expandText(template, values.ofNone(), never);
  let keys: Promise<AccessKeys> | undefined;

  async function read(): Promise<AccessKeys> {
    const found = {
      accessKeyId: await expand(accessKeyId),
      secretAccessKey: await expand(secretAccessKey),
      ...(sessionToken === undefined ? {} : { sessionToken: await expand(sessionToken) }),
    };
    return masked(found, mask);
  }

  return {
    async get(signal) {
      keys ??= read();
      keys.catch(() => (keys = undefined));
      return unlessAborted(keys, signal);
    },
    renew: () => Promise.resolve(undefined),
  };
}

/** As AWS's own tools find them: environment, profile, SSO, process, container, instance. */
function keysOfAws(profile: string | undefined, options: KeySourceOptions): KeySource {
  const { destination, region, mask, http } = options;
  let keys: Promise<AccessKeys> | undefined;
  let renewed = -Infinity;

  function find(): Promise<AccessKeys> {
    const calls = new ServiceCalls(http);
    const found = findKeys(profile, calls.settings(region)).catch((error: unknown) => {
      if (keys === found) keys = undefined;
      throw calls.failure ?? chainProblem(error, destination, mask);
    });
    keys = found;
    return found;
  }

  async function get(signal: AbortSignal): Promise<AccessKeys> {
    throwIfAborted(signal);
    const known = await unlessAborted(keys ?? find(), signal);
    const now = performance.now();
    if (expiresSoon(known) && now - renewed >= renewalPause) {
      renewed = now;
      keys = find();
    }
    return masked(await unlessAborted(keys ?? find(), signal), mask);
  }

  return {
    get,
    async renew(refused, signal) {
      const known = await get(signal);
      // Another request may have looked already.
      const found = isSame(known, refused) ? masked(await unlessAborted(find(), signal), mask) : known;
      return isSame(found, refused) ? undefined : found;
    },
  };
}

/** Loaded on first use: what speaks to all those places is large. */
async function findKeys(
  profile: string | undefined,
  settings: ReturnType<ServiceCalls['settings']>,
): Promise<AccessKeys> {
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  // Its files are read anew, as somebody may have signed in since.
  const options = { ...settings, ignoreCache: true, logger: silent };
  // A profile that is named is right or wrong; without one, all places are looked at.
  return profile === undefined ? fromNodeProviderChain(options)() : fromIni({ ...options, profile })();
}

const ignore = () => undefined;
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Keys that end within this time, in milliseconds, are not used for a request that may last. */
const remainder = 5 * 60_000;

/** Milliseconds between renewals: a source may have none that last longer. */
const renewalPause = 30_000;

function expiresSoon({ expiration }: AccessKeys): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < remainder;
}

function isSame(a: AccessKeys, b: AccessKeys): boolean {
  return (
    a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey && a.sessionToken === b.sessionToken
  );
}

function chainProblem(error: unknown, destination: string, mask: SecretMask): Problem {
  const told = error instanceof Error ? error.message : String(error);
  if (told.startsWith('Could not load credentials from any providers')) {
    // A profile that is named and missing looks to AWS's chain like none at all.
    const named = process.env['AWS_PROFILE'];
    if (!named) return new Problem('credentialsMissing', { destination }, { cause: error });
    const reason = `AWS_PROFILE names the profile “${plain(named, { mask })}”, of which none are found`;
    return new Problem('credentialsUnusable', { destination, reason }, { cause: error });
  }
  // Its command line, which `child_process.exec` tells, and what it printed may hold secrets that nobody here knows.
  if (told.startsWith('Command failed')) {
    const reason = 'the credential_process of its profile failed: run that by itself to see why';
    return new Problem('credentialsUnusable', { destination, reason });
  }
  const reason = plain(told, { mask });
  return new Problem('credentialsUnusable', { destination, reason }, { cause: error });
}

function masked(keys: AccessKeys, mask: SecretMask): AccessKeys {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys;
  mask.add(secretAccessKey);
  if (sessionToken !== undefined) mask.add(sessionToken);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration && { expiration }),
  };
}
