/** A day begins 14 hours earlier in the east of the world than by UTC. */
const earliestZone = 14 * 3_600_000;

/**
 * The latest date (`YYYY-MM-DD`) that it is anywhere on earth at a time in milliseconds since 1970, by default the
 * clock's.
 */
export function latestToday(now = Date.now()): string {
  return new Date(now + earliestZone).toISOString().slice(0, 10);
}
