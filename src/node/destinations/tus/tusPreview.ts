import { formatLimit } from '../../../core/formatBytes.ts';
import type { PlannedFile } from '../../../core/model.ts';
import type { RequestPreview } from '../../../core/ports.ts';
import { expandUrl, type TemplateValues } from '../../../core/profile/expandTemplate.ts';
import { describeFile } from '../requestFiles.ts';
import { requestHeaders } from '../requestHeaders.ts';
import { tusMetadata } from './tusMetadata.ts';
import type { RequestTemplates } from './tusRequest.ts';

/** The request that would create a file's upload; `values` are masked. */
export async function tusPreview(
  file: PlannedFile,
  profile: RequestTemplates & { readonly metadata?: Readonly<Record<string, string>>; readonly partSize: number },
  values: TemplateValues,
  signal: AbortSignal,
): Promise<RequestPreview> {
  const { mask } = values;
  const metadata = await tusMetadata(file, profile.metadata ?? {}, values, signal);
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-length': String(file.source.size),
    ...(await requestHeaders(profile, values, signal)),
  };
  return {
    method: 'POST',
    url: mask.mask(new URL(await expandUrl(profile.url, values, signal)).href),
    headers: mask.maskHeaders(headers),
    body: [
      ...Object.entries(metadata).map(([key, value]) => `${key} = ${mask.maskHeader(key, value)}`),
      `${describeFile(file)}, by PATCH in parts of ${formatLimit(profile.partSize)}`,
    ],
  };
}
