import type { Secrets } from '../../core/ports.ts';
import type { Digests } from '../files/digest.ts';
import type { NetworkAccess } from '../http/networkAccess.ts';

/** What destinations need besides their profile. */
export interface DestinationServices extends NetworkAccess {
  readonly secrets: Secrets;
  readonly digests: Digests;
}
