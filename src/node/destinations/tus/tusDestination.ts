import { originOf } from '../../../core/destinationUrl.ts';
import { formatBytes } from '../../../core/messages.ts';
import type { PlannedFile } from '../../../core/model.ts';
import type { Destination, RequestPreview } from '../../../core/ports.ts';
import type { TusProfile } from '../../../core/profile.ts';
import { expandName, expandText, expandUrl, type TemplateValues } from '../../../core/template.ts';
import type { DestinationServices } from '../destinationServices.ts';
import { FileValues } from '../fileValues.ts';
import { onlyOne } from '../requestKind.ts';
import { requestHeaders } from '../requestHeaders.ts';
import { AskedFeatures } from './tusFeatures.ts';
import { TusRequester } from './tusRequest.ts';
import { TusSession } from './tusSession.ts';

const defaultRetries = 4;
/** In bytes. */
const defaultPartSize = 8 * 1024 * 1024;

/** A server that speaks tus 1.0.0. */
export function tusDestination(name: string, profile: TusProfile, services: DestinationServices): Destination {
  const { maxSize, allow, partSize = defaultPartSize, retryUnsafe = false, verify } = profile;
  const origin = originOf(profile.url);
  const values = new FileValues(name, origin, services);
  const requester = new TusRequester(profile, values, services);
  const features = new AskedFeatures(requester);
  const session = new TusSession({
    name,
    origin,
    requester,
    features: (signal) => features.get(signal),
    values,
    digests: services.digests,
    metadata: (file, signal) => metadataOf(file, values.of(file.source), signal),
    // An empty file is there whole when its upload is created, which is one request.
    from: 1,
    partSize,
    wholeAtOnce: retryUnsafe,
    link: profile.link,
  });

  async function metadataOf(
    { name: filename, mediaType: filetype }: PlannedFile,
    of: TemplateValues,
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    const metadata: Record<string, string> = { filename, filetype };
    for (const [key, template] of Object.entries(profile.metadata ?? {})) {
      metadata[key] = await expandText(template, of, signal);
    }
    return metadata;
  }

  async function preview(files: readonly PlannedFile[], signal: AbortSignal): Promise<RequestPreview> {
    const file = onlyOne(files);
    const of = values.masked(file.source);
    const { mask } = services;
    const metadata = await metadataOf(file, of, signal);
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': String(file.source.size),
      ...(await requestHeaders(profile, of, signal)),
    };
    return {
      method: 'POST',
      url: mask.mask(new URL(await expandUrl(profile.url, of, signal)).href),
      headers: Object.entries(headers).map(([header, value]) => [header, mask.maskHeader(header, value)]),
      body: [
        ...Object.entries(metadata).map(([key, value]) => mask.mask(`${key} = ${value}`)),
        `${file.name} (${file.mediaType}, ${formatBytes(file.source.size)}), by PATCH in parts of ${formatBytes(partSize)}`,
      ],
    };
  }

  return {
    name,
    host: new URL(origin).host,
    target: profile.url,
    limits: {
      filesPerRequest: 1,
      ...(maxSize === undefined ? {} : { maxSize }),
      ...(allow === undefined ? {} : { allow }),
    },
    retries: profile.retries ?? defaultRetries,
    idempotent: retryUnsafe,
    nameFor: async (source, signal) =>
      profile.fileName === undefined ? source.name : expandName(profile.fileName, values.of(source), signal),
    preview,
    async send(files, options) {
      const file = onlyOne(files);
      const { state, held } = await session.create(file, file.source.size, options);
      return [await session.finish(state, file, held, options.signal)];
    },
    session,
    ...(verify === 'head' ? { verify: (_uploaded, file, signal) => session.requireWhole(file, signal) } : {}),
    ...(verify === 'download'
      ? { verify: (uploaded, file, signal) => requester.compare(uploaded, file, services.digests, signal) }
      : {}),
  };
}
