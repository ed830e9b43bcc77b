import type { SecretMask } from '../../core/maskSecrets.ts';
import type { Secrets } from '../../core/ports.ts';
import type { Digests } from '../files/digest.ts';
import type { NetworkSettings } from '../http/proxies.ts';

/** What destinations need besides their profile. */
export interface DestinationServices {
  readonly secrets: Secrets;
  /** `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is told every secret that is used, so that none gets into a log. */
  readonly mask: SecretMask;
  readonly digests: Digests;
  /** The editor’s; absent at the command line, where the environment alone counts. */
  readonly network?: NetworkSettings;
}
