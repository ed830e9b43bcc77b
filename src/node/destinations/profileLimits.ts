import type { DestinationLimits } from '../../core/ports.ts';
import type { Profile } from '../../core/profile/profile.ts';

/** What profiles of all kinds say of files and requests. */
export function profileLimits({
  maxSize,
  allow,
  concurrency,
}: Profile): Pick<DestinationLimits, 'maxSize' | 'allow' | 'concurrency'> {
  return {
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(allow === undefined ? {} : { allow }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}
