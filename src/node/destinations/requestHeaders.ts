import type { Auth, FormProfile } from '../../core/profile/profile.ts';
import { expandHeader, expandText, type TemplateValues } from '../../core/profile/expandTemplate.ts';

/**
 * The profile's headers and credentials, by name in lower case.
 *
 * @throws Problem `headerUnsendable`, `secretMissing`, `variableMissing`.
 */
export async function requestHeaders(
  { headers = {}, auth }: Pick<FormProfile, 'headers' | 'auth'>,
  values: TemplateValues,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, template] of Object.entries(headers)) {
    result[name.toLowerCase()] = await expandHeader(name, template, values, signal);
  }
  if (auth) Object.assign(result, await credentials(auth, values, signal));
  return result;
}

async function credentials(auth: Auth, values: TemplateValues, signal: AbortSignal): Promise<Record<string, string>> {
  switch (auth.type) {
    case 'basic': {
      // RFC 7617
      const username = await expandText(auth.username, values, signal);
      const password = await expandText(auth.password, values, signal);
      const token = Buffer.from(`${username}:${password}`).toString('base64');
      values.mask.add(password);
      values.mask.add(token);
      return { authorization: `Basic ${token}` };
    }
    case 'bearer': {
      // RFC 6750
      const token = await expandHeader('authorization', auth.token, values, signal);
      values.mask.add(token);
      return { authorization: `Bearer ${token}` };
    }
    case 'header': {
      const value = await expandHeader(auth.name, auth.value, values, signal);
      values.mask.add(value);
      return { [auth.name.toLowerCase()]: value };
    }
  }
}
