import type { PlannedFile } from '../../../core/model.ts';
import { expandText, type TemplateValues } from '../../../core/profile/expandTemplate.ts';

/** What the server is told of a file, as most clients of tus do, and what the profile adds or says otherwise. */
export async function tusMetadata(
  { name: filename, mediaType: filetype }: PlannedFile,
  templates: Readonly<Record<string, string>>,
  values: TemplateValues,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const metadata: Record<string, string> = { filename, filetype };
  for (const [key, template] of Object.entries(templates)) {
    metadata[key] = await expandText(template, values, signal);
  }
  return metadata;
}

/** tus 1.0.0, "Upload-Metadata": keys and values in Base64. */
export function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metadata).map(([key, value]) =>
    value === '' ? key : `${key} ${Buffer.from(value).toString('base64')}`,
  );
  return pairs.join(',');
}
