/**
 * How to go on with what stays: a sentence with its command, for a shell.
 *
 * @param config as `--config` gave it.
 */
export function resumeHint(config: string | undefined): string {
  return `“porter resume${configFlag(config)}” goes on with what can be continued.`;
}

/** How to be rid of uploads whose files are gone: as `resumeHint`. */
export function discardHint(config: string | undefined): string {
  return `Put back what is gone, or give up all that was interrupted: “porter resume --discard${configFlag(config)}”.`;
}

function configFlag(config: string | undefined): string {
  return config === undefined ? '' : ` --config ${quoted(config)}`;
}

/** As a POSIX shell wants it. */
function quoted(argument: string): string {
  return /^[\w%+,./:=@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
