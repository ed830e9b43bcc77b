import type { Selected } from '../core/model.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';

/**
 * How to go on with what stays: a sentence with its command, for a shell.
 *
 * @param config as `--config` gave it.
 */
export function resumeHint(config: string | undefined): string {
  const flag = config === undefined ? '' : ` --config ${quoted(config)}`;
  return `“porter resume${flag}” goes on with what can be continued.`;
}

/** Whether this process, which is about to end, leaves something of these uploads that can be continued. */
export async function leavesSessions(
  selection: readonly Selected[],
  destination: string,
  sessions: DiskSessions,
): Promise<boolean> {
  const ids = new Set(selection.map((one) => (one.kind === 'source' ? one.source.id : undefined)));
  // They are locked until this process has ended.
  const records = await sessions.underWay(new AbortController().signal);
  return records.some((record) => record.destination === destination && ids.has(record.file.id));
}

/** As a POSIX shell wants it. */
function quoted(argument: string): string {
  return /^[\w%+,./:=@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
