/** A line of the result, on standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line for the person, on standard error: it never gets into what a script reads. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
