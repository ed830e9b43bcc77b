import { originOf } from '../../../core/profile/destinationUrl.ts';
import { maskPatterns } from '../../../core/maskSecrets.ts';
import type { Destination } from '../../../core/ports.ts';
import type { TusProfile } from '../../../core/profile/profile.ts';
import { expandName } from '../../../core/profile/expandTemplate.ts';
import { settingsDigest } from '../../sessions/settingsDigest.ts';
import type { DestinationServices } from '../destinationServices.ts';
import { FileValues } from '../fileValues.ts';
import { profileLimits } from '../profileLimits.ts';
import { firstOf } from '../requestFiles.ts';
import { AskedFeatures } from './tusFeatures.ts';
import { tusMetadata } from './tusMetadata.ts';
import { tusPreview } from './tusPreview.ts';
import { TusRequester } from './tusRequest.ts';
import { TusSession } from './tusSession.ts';

/** In bytes. */
const defaultPartSize = 8 * 1024 * 1024;

/** A server that speaks tus 1.0.0. */
export function tusDestination(name: string, profile: TusProfile, services: DestinationServices): Destination {
  const { partSize = defaultPartSize, retryUnsafe = false, verify } = profile;
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
    metadata: (file, signal) => tusMetadata(file, profile.metadata ?? {}, values.of(file.source, file.dated), signal),
    // An empty file is there whole when its upload is created, which is one request.
    from: 1,
    partSize,
    wholeAtOnce: retryUnsafe,
    link: profile.link,
  });

  return {
    name,
    host: new URL(origin).host,
    target: maskPatterns(profile.url),
    ...begunWith(profile),
    dated: values.dated,
    limits: { filesPerRequest: 1, ...profileLimits(profile) },
    retries: profile.retries,
    idempotent: retryUnsafe,
    nameFor: (source, signal) =>
      profile.fileName === undefined ? source.name : expandName(profile.fileName, values.of(source), signal),
    async preview(files, signal) {
      const file = firstOf(files);
      return tusPreview(file, { ...profile, partSize }, values.masked(file.source), signal);
    },
    async send(files, options) {
      const file = firstOf(files);
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

/** What the server was told when the upload was created. */
function begunWith({ fileName, metadata }: TusProfile): Pick<Destination, 'begunWith'> {
  if (fileName === undefined && metadata === undefined) return {};
  const told = JSON.stringify([fileName, Object.entries(metadata ?? {}).toSorted()]);
  return { begunWith: settingsDigest(told) };
}
