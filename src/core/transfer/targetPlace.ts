/**
 * Where a destination's target leads, for people. A target is a folder, or begins with an address, whose query is none
 * of anybody's business.
 */
export function placeOf(target: string): string {
  const [address = ''] = target.split(' ', 1);
  const url = URL.parse(address);
  return url?.host ? url.origin + url.pathname : target;
}
