import type { ReceiverProfile } from '../../../core/profile.ts';
import type { DestinationServices } from '../destinationServices.ts';
import { FileValues } from '../fileValues.ts';
import type { TusFeatures } from './tusFeatures.ts';
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
): TusSession {
  const { origin } = new URL(templates.url);
  const values = new FileValues(name, origin, services);
  return new TusSession({
    name,
    origin,
    requester: new TusRequester({ ...templates, url: `${templates.url}/tus` }, values, services),
    features: () => Promise.resolve(features),
    values,
    digests: services.digests,
    metadata: (file) => Promise.resolve({ filename: file.name, filetype: file.mediaType }),
    from,
    partSize,
    wholeAtOnce: profile.retryUnsafe === true,
    link: { header: 'content-location' },
    storedPath: ({ headers }) => headers['porter-path'] && decodeURIComponent(headers['porter-path']),
  });
}
