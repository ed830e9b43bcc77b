import type { FormProfile, Profile, ReceiverProfile } from '../../core/profile/profile.ts';
import type { Destination } from '../../core/ports.ts';
import type { DestinationServices } from './destinationServices.ts';
import { httpDestination } from './httpDestination.ts';
import { maskLiterals } from './maskLiterals.ts';
import { formRequest, rawRequest, receiverRequest } from './requestKind.ts';
import { RenewedReceiver } from './renewedReceiver.ts';
import { s3Destination } from './s3/s3Destination.ts';
import { receiverSession } from './tus/receiverSession.ts';
import { tusDestination } from './tus/tusDestination.ts';

/** The destination of a profile that has a server of its own. */
export function createDestination(
  name: string,
  profile: Exclude<Profile, ReceiverProfile>,
  services: DestinationServices,
): Destination {
  maskLiterals(profile, services.mask);
  switch (profile.kind) {
    case 'form':
      return httpDestination(name, profile, formRequest(profile), services);
    case 'raw':
      return httpDestination(name, profile, rawRequest(profile), services);
    case 'tus':
      return tusDestination(name, profile, services);
    case 's3':
      return s3Destination(name, profile, services);
  }
}

/** Where a receiver listens, and the token that it wants. */
export interface ReceiverAddress {
  readonly url: string;
  /** null: it wants none. */
  readonly token: string | null;
  /** Full path of where it keeps files. */
  readonly folder: string;
}

/**
 * The destination of a receiver that runs: a form to its URL, and for large files a session.
 *
 * @param find where a receiver over the same folder listens now: that of another process may be started again.
 */
export function receiverDestination(
  name: string,
  profile: ReceiverProfile,
  address: ReceiverAddress,
  services: DestinationServices,
  find?: (signal: AbortSignal) => Promise<ReceiverAddress | undefined>,
): Destination {
  let known = address;
  const renew = async (signal: AbortSignal): Promise<Destination | undefined> => {
    const found = await find?.(signal);
    if (found === undefined || (found.url === known.url && found.token === known.token)) return undefined;
    known = found;
    return atAddress(name, profile, found, services);
  };
  return new RenewedReceiver(atAddress(name, profile, address, services), find && renew).destination;
}

function atAddress(
  name: string,
  profile: ReceiverProfile,
  { url, token, folder }: ReceiverAddress,
  services: DestinationServices,
): Destination {
  const form: FormProfile = {
    ...profile,
    kind: 'form',
    url: literal(url),
    ...(token === null ? {} : { auth: { type: 'bearer', token: literal(token) } }),
  };
  const byForm = httpDestination(name, form, receiverRequest(form), services);
  const large = receiverSession(name, profile, form, services);
  return {
    ...byForm,
    // Any receiver over the folder goes on with what another one, at another port, began.
    target: folder,
    session: large.session,
    async preview(files, signal) {
      const [file] = files;
      const isLarge = file !== undefined && file.source.size >= large.session.from;
      return isLarge ? large.preview(file, signal) : byForm.preview(files, signal);
    },
  };
}

/** As a template that stands for itself. */
function literal(text: string): string {
  // A function, as `$$` in a replacement stands for one `$`.
  return text.replaceAll('${', () => '$${');
}
