import type { Selected } from '../core/model.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';

/**
 * How to go on with what this process leaves: a sentence with its command, for a shell; undefined when it began nothing
 * that can be continued.
 *
 * @param config as `--config` gave it.
 */
export async function resumeHint(
  selection: readonly Selected[],
  destination: string,
  sessions: DiskSessions,
  config: string | undefined,
): Promise<string | undefined> {
  const ids = new Set(selection.map((one) => (one.kind === 'source' ? one.source.id : undefined)));
  // They are locked until this process has ended.
  const records = await sessions.underWay(new AbortController().signal);
  if (!records.some((record) => record.destination === destination && ids.has(record.file.id))) return undefined;
  const flag = config === undefined ? '' : ` --config ${quoted(config)}`;
  return `“porter resume${flag}” goes on with what can be continued.`;
}

/** As a POSIX shell wants it. */
function quoted(argument: string): string {
  return /^[\w%+,./:=@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
