/** Settings are parsed once, from what the editor or a file holds into read-only values. */
import * as v from 'valibot';
import { isObject } from '../isObject.ts';
import { Problem } from '../problem.ts';
import type { Profile } from './profile.ts';
import { contradictionIn } from './profileContradiction.ts';
import { profileSchema } from './profileSchema.ts';
import { hint, reasonOf } from './settingsReason.ts';

/** Where settings stand, so that a person finds what is wrong. */
interface Place {
  /** What comes before a key: `porter.` in the editor, nothing in a file. */
  readonly prefix: string;
  /** The editor's settings, or the file's path. */
  readonly where: string;
}

/** Destinations by name; one that is wrong is a problem when it is used, and does not harm the others. */
export interface Destinations {
  readonly profiles: ReadonlyMap<string, Profile | Problem>;
  readonly defaultDestination?: string;
}

const configurationKeys = ['destinations', 'defaultDestination', '$schema'];

/** The embedded receiver, which is there without any settings. */
export const builtInDestination = 'receiver';

/**
 * The destinations of `{destinations, defaultDestination}`; `$schema` may stand there too.
 *
 * @throws Problem `settingInvalid` when it is none of that.
 */
export function parseDestinations(value: unknown, place: Place): Destinations {
  const { prefix, where } = place;
  const fail = (key: string, reason: string): never => {
    throw new Problem('settingInvalid', { setting: key, where, reason });
  };
  if (!isObject(value)) return fail('the configuration', 'it must be an object with destinations');
  const { destinations = {}, defaultDestination } = value;
  const unknown = Object.keys(value).find((key) => !configurationKeys.includes(key));
  if (unknown !== undefined) {
    return fail(prefix + unknown, `there is no such key${hint(unknown, configurationKeys)}`);
  }
  if (!isObject(destinations)) return fail(`${prefix}destinations`, 'it must be an object: name → destination');
  if (defaultDestination !== undefined && typeof defaultDestination !== 'string') {
    return fail(`${prefix}defaultDestination`, 'it must be the name of a destination');
  }

  const profiles = new Map<string, Profile | Problem>([[builtInDestination, { kind: 'receiver' }]]);
  for (const [name, profile] of Object.entries(destinations)) {
    profiles.set(name, profileOrProblem(profile, `${prefix}destinations.${name}`, where));
  }
  return { profiles, ...(defaultDestination ? { defaultDestination } : {}) };
}

/**
 * The destination of this name, else the default one, else the built-in.
 *
 * @throws Problem `destinationUnknown`, or the one of its settings.
 */
export function chooseDestination(destinations: Destinations, name?: string): { name: string; profile: Profile } {
  const chosen = name ?? destinations.defaultDestination ?? builtInDestination;
  const profile = destinations.profiles.get(chosen);
  if (profile === undefined) {
    throw new Problem('destinationUnknown', { name: chosen, known: [...destinations.profiles.keys()].join(', ') });
  }
  if (profile instanceof Problem) throw profile;
  return { name: chosen, profile };
}

/**
 * One destination.
 *
 * @param key its place, that problems begin with: `porter.destinations.web`.
 * @throws Problem `settingInvalid`, which names the key and says what is wrong.
 */
export function parseProfile(value: unknown, key: string, where: string): Profile {
  if (!isObject(value)) throw new Problem('settingInvalid', { setting: key, where, reason: 'it must be an object' });
  const result = v.safeParse(profileSchema, value, { abortPipeEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const path = issue.path?.map((item) => String(item.key)) ?? [];
    throw new Problem('settingInvalid', {
      setting: [key, ...path].join('.'),
      where,
      reason: reasonOf(issue, path, value),
    });
  }
  const profile: Profile = result.output;
  const fault = contradictionIn(profile);
  if (fault) throw new Problem('settingInvalid', { setting: `${key}.${fault.key}`, where, reason: fault.reason });
  return profile;
}

function profileOrProblem(value: unknown, key: string, where: string): Profile | Problem {
  try {
    return parseProfile(value, key, where);
  } catch (error) {
    if (error instanceof Problem) return error as Problem;
    throw error;
  }
}
