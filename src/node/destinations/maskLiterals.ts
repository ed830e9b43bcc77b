import { isSecretName, type SecretMask } from '../../core/maskSecrets.ts';
import type { FormProfile, Profile, TusProfile } from '../../core/profile/profile.ts';
import { parseTemplate } from '../../core/profile/template.ts';

/** Shorter words are not secrets: to mask them would spoil every sentence. */
const shortest = 6;

/** Where they may stand, whatever the kind of the profile. */
type Literals = Partial<Pick<FormProfile, 'headers' | 'fields' | 'url'> & Pick<TusProfile, 'metadata'>>;

/**
 * Tells the mask the secrets that stand in the profile itself: in headers, fields, metadata and the URL, by their
 * names. Those of `${secret:…}` and `${env:…}` it is told when they are used.
 */
export function maskLiterals(profile: Profile, mask: SecretMask): void {
  const { headers, fields, metadata, url } = profile as Literals;
  const given = [headers, fields, metadata].flatMap((named = {}) => Object.entries(named));
  const named = [...given, ...parametersOf(url)];
  const secrets = named.flatMap(([name, value]) => (isSecretName(name) ? secretsIn(literalOf(value)) : []));
  for (const secret of secrets) if (secret.length >= shortest) mask.add(secret);
}

function parametersOf(url: string | undefined): readonly (readonly [string, string])[] {
  const literal = literalOf(url ?? '');
  if (!URL.canParse(literal)) return [];
  const { searchParams, password } = new URL(literal);
  return [...searchParams, ['password', decodeURIComponent(password)]];
}

/** What stands for itself; empty where it is made for each file. */
function literalOf(template: string): string {
  const parts = parseTemplate(template);
  return parts.every((part) => part.kind === 'literal') ? parts.map(({ text }) => text).join('') : '';
}

/** The value, and what servers take out of it: credentials behind a scheme (RFC 9110 §11.4), parameters, cookies. */
function secretsIn(value: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)$/.exec(value) ?? [];
  const [, password = ''] = scheme.toLowerCase() === 'basic' ? (/:(.*)/s.exec(decoded(credentials)) ?? []) : [];
  const parameters = [...value.matchAll(/=\s*"?([^\s";,]+)/g)].map(([, parameter = '']) => parameter);
  return [value, credentials, password, ...parameters];
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
