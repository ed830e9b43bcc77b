import type { FormProfile, Profile } from './profile.ts';
import { parseTemplate } from './template.ts';

/** What a schema does not see: keys that are right alone and wrong together. */
export function contradictionIn(profile: Profile): { readonly key: string; readonly reason: string } | undefined {
  if (profile.kind === 'receiver') return undefined;
  const { auth, headers = {} } = profile;
  const authHeader = auth?.type === 'header' ? auth.name : 'authorization';
  if (auth && Object.keys(headers).some((name) => name.toLowerCase() === authHeader.toLowerCase())) {
    return { key: 'headers', reason: `auth sets the header ${authHeader} already` };
  }
  if (profile.kind !== 'form') return undefined;
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) {
    return { key: 'headers', reason: 'the content-type of a form is set by Porter itself, with its boundary' };
  }
  if ((profile.filesPerRequest ?? 1) > 1 && templatesOfRequest(profile).some(dependsOnFile)) {
    return {
      key: 'filesPerRequest',
      reason: 'it must be 1 where url, headers, fields or auth hold ${file}, ${name}, ${ext} or ${sha256}',
    };
  }
  return undefined;
}

function templatesOfRequest({ url, headers = {}, fields = {}, auth = { type: 'bearer', token: '' } }: FormProfile) {
  return [url, ...Object.values(headers), ...Object.values(fields), ...Object.values(auth)];
}

function dependsOnFile(template: string): boolean {
  return parseTemplate(template).some(({ kind }) => ['file', 'name', 'ext', 'sha256'].includes(kind));
}
