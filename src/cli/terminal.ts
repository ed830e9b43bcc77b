/** What would steer a terminal, or turn what stands beside it around: controls (C0, C1) and bidirectional overrides. */
const steering = /(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A line with such characters as `\u001b`, which they are in JSON, too: a file's name may hold any. */
function harmless(line: string): string {
  return line.replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A line of the result, on standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${harmless(line)}\n`);
}

/** A line for the person, on standard error: it never gets into what a script reads. */
export function tell(line: string): void {
  process.stderr.write(`${harmless(line)}\n`);
}

/** Whether what stands on standard error can be drawn over. */
export function canDraw(): boolean {
  return process.stderr.isTTY && process.env['TERM'] !== 'dumb';
}

/** As `tell`, also while a progress bar stands in the line. */
export function tellBesideBar(line: string): void {
  if (canDraw()) process.stderr.write('\r\u001B[K');
  tell(line);
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
    together.push(harmless(text));
  }
  flush();
}
