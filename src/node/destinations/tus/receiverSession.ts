import type { PlannedFile } from '../../../core/model.ts';
import type { RequestPreview } from '../../../core/ports.ts';
import type { ReceiverProfile } from '../../../core/profile/profile.ts';
import type { DestinationServices } from '../destinationServices.ts';
import { FileValues } from '../fileValues.ts';
import type { TusFeatures } from './tusFeatures.ts';
import { tusMetadata } from './tusMetadata.ts';
import { tusPreview } from './tusPreview.ts';
import { TusRequester, type RequestTemplates } from './tusRequest.ts';
import { TusSession } from './tusSession.ts';

/** In bytes. What is smaller is soon sent again, and goes as a form. */
const from = 8 * 1024 * 1024;

/** In bytes. What came of a part that broke off is kept, so that parts need not be small. */
const partSize = 64 * 1024 * 1024;

/** On this machine no checksum is needed beside that of the connection. */
const features: TusFeatures = { creationWithUpload: true, termination: true };

/**
 * Large files go to Porter's own receiver by tus, which tells in headers where they are.
 *
 * @param templates of its requests, for the receiver's own address.
 */
export function receiverSession(
  name: string,
  profile: ReceiverProfile,
  templates: RequestTemplates,
  services: DestinationServices,
): { readonly session: TusSession; preview(file: PlannedFile, signal: AbortSignal): Promise<RequestPreview> } {
  const { origin } = new URL(templates.url);
  const values = new FileValues(name, origin, services);
  const ofTus = { ...templates, url: `${origin}/tus` };
  const session = new TusSession({
    name,
    origin,
    requester: new TusRequester(ofTus, values, services),
    features: () => Promise.resolve(features),
    values,
    digests: services.digests,
    metadata: (file, signal) => tusMetadata(file, {}, values.of(file.source), signal),
    from,
    partSize,
    wholeAtOnce: profile.retryUnsafe === true,
    link: { header: 'content-location' },
    storedPath: ({ headers }) => headers['porter-path'] && decodeURIComponent(headers['porter-path']),
  });
  return {
    session,
    preview: (file, signal) => tusPreview(file, { ...ofTus, partSize }, values.masked(file.source), signal),
  };
}
