/**
 * How to go on with what stays: a sentence with its command, for a shell.
 *
 * @param config as `--config` gave it.
 */
export function resumeHint(config: string | undefined): string {
  const flag = config === undefined ? '' : ` --config ${quoted(config)}`;
  return `“porter resume${flag}” goes on with what can be continued.`;
}

/** As a POSIX shell wants it. */
function quoted(argument: string): string {
  return /^[\w%+,./:=@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
