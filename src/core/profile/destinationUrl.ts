import { parseTemplate } from './template.ts';

/** The origin that a destination's URL, a template, stays in: what its secrets are bound to. */
export function originOf(url: string): string {
  return new URL(withoutPlaceholders(url)).origin;
}

/** One of `urlFault`. */
export const userInfoFault = 'it must hold no user name or password: put them in auth';

/** Why a text is no URL of a destination, as the end of a sentence; undefined when it is one. */
export function urlFault(url: string): string | undefined {
  const [, authority] = /^https?:\/\/([^/\\?#]*)/i.exec(url) ?? [];
  if (!authority) return 'it must begin with http:// or https:// and a host';
  if (authority.includes('${')) return 'placeholders can stand only after the host, to which secrets are bound';
  if (authority.includes('@')) return userInfoFault;
  if (/[\x00-\x20\x7F\\]/.test(url)) return 'it must hold no blanks, control characters or backslashes';
  const plain = withoutPlaceholders(url);
  return URL.canParse(plain) ? undefined : 'it is no URL';
}

function withoutPlaceholders(url: string): string {
  return parseTemplate(url)
    .map((part) => (part.kind === 'literal' ? part.text : 'x'))
    .join('');
}
