/** A line of the result, on standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line for the person, on standard error: it never gets into what a script reads. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One of the result, or one for the person. */
export type Line = readonly [to: 'stdout' | 'stderr', text: string];

/** Many lines, in their order: those to the same place in one write. */
export function printLines(lines: Iterable<Line>): void {
  let together: Line[1][] = [];
  let place: Line[0] = 'stdout';
  const flush = () => {
    if (together.length > 0) process[place].write(`${together.join('\n')}\n`);
    together = [];
  };
  for (const [to, text] of lines) {
    if (to !== place) flush();
    place = to;
    together.push(text);
  }
  flush();
}
