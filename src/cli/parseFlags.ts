import { userInfoFault } from '../core/profile/destinationUrl.ts';
import { Problem } from '../core/problem.ts';
import type { Profile } from '../core/profile/profile.ts';
import { parseProfile } from '../core/profile/settings.ts';

/** Keys of a profile that flags have another name for. */
const flagOf: Readonly<Record<string, string>> = {
  maxSize: '--max-size',
  fields: '--data',
  headers: '--header',
  kind: '--raw',
};

/** There is no flag for auth. */
const userInfoInFlag =
  'it must hold no user name or password: put them in auth of a destination of the configuration, which --to chooses, or in a --header “Authorization: …”';

/**
 * A profile that flags describe, checked as one of the settings.
 *
 * @throws Problem `settingInvalid` that names the flag.
 */
export function parseFlags(profile: object): Profile {
  const key = 'flags';
  try {
    return parseProfile(profile, key, 'the command line');
  } catch (thrown) {
    if (!(thrown instanceof Problem && thrown.code === 'settingInvalid')) throw thrown;
    const { setting, where, reason } = (thrown as Problem<'settingInvalid'>).details;
    const [, top = ''] = setting.split('.');
    const told = reason === userInfoFault ? userInfoInFlag : reason;
    throw new Problem('settingInvalid', { setting: flagOf[top] ?? `--${top}`, where, reason: told }, { cause: thrown });
  }
}
