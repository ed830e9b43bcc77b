import type { FormProfile, Profile, S3Profile, TusProfile } from './profile.ts';
import { parseTemplate } from './template.ts';

/** A key, and what is wrong with it as the end of a sentence. */
interface Contradiction {
  readonly key: string;
  readonly reason: string;
}

/** What a schema does not see: keys that are right alone and wrong together. */
export function contradictionIn(profile: Profile): Contradiction | undefined {
  if (profile.kind === 'receiver') return undefined;
  const server = profile.kind === 's3' ? profile.endpoint : profile.url;
  if (profile.tls && server?.startsWith('http:')) return { key: 'tls', reason: 'the server is not asked by https' };
  if (profile.kind === 's3') return contradictionInS3(profile);
  const { auth, headers = {} } = profile;
  const authHeader = auth?.type === 'header' ? auth.name : 'authorization';
  if (auth && Object.keys(headers).some((name) => name.toLowerCase() === authHeader.toLowerCase())) {
    return { key: 'headers', reason: `auth sets the header ${authHeader} already` };
  }
  if (profile.kind === 'tus') return contradictionInTus(profile);
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

function contradictionInTus({ url, headers = {}, auth }: TusProfile): Contradiction | undefined {
  const own = Object.keys(headers).find((name) => /^(?:content-type$|tus-|upload-)/i.test(name));
  if (own !== undefined) return { key: 'headers', reason: `the header ${own} is set by Porter itself` };
  const templates = { url: [url], headers: Object.values(headers), auth: auth ? Object.values(auth) : [] };
  const [key] = Object.entries(templates).find(([, texts]) => texts.some(dependsOnFile)) ?? [];
  if (key === undefined) return undefined;
  return { key, reason: '${file}, ${name}, ${ext} and ${sha256} can stand only in metadata, fileName and link' };
}

function contradictionInS3({ kmsKeyId, serverSideEncryption }: S3Profile): Contradiction | undefined {
  if (kmsKeyId === undefined || serverSideEncryption?.startsWith('aws:kms')) return undefined;
  return { key: 'kmsKeyId', reason: 'it is only for serverSideEncryption "aws:kms" or "aws:kms:dsse"' };
}

function templatesOfRequest({ url, headers = {}, fields = {}, auth = { type: 'bearer', token: '' } }: FormProfile) {
  return [url, ...Object.values(headers), ...Object.values(fields), ...Object.values(auth)];
}

function dependsOnFile(template: string): boolean {
  return parseTemplate(template).some(({ kind }) => ['file', 'name', 'ext', 'sha256'].includes(kind));
}
