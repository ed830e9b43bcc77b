import type { Cost } from './processes.ts';

/** A table in Markdown, aligned as the formatter wants it. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`;
  return line(header) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

/** The document with what stands below `## title` replaced, or added at its end. */
export function replaceSection(document: string, title: string, text: string): string {
  const section = `## ${title}\n\n${text.trim()}\n`;
  const sections = document.trim().split(/\n+(?=## )/);
  const index = sections.findIndex((other) => other.startsWith(`## ${title}\n`));
  if (index >= 0) sections[index] = section;
  else sections.push(section);
  return `${sections.map((other) => other.trim()).join('\n\n')}\n`;
}

/** What each took, and how fast it was beside the first, whose speed is 1. `wanted` is of what follows the first. */
export function costs(title: string, measured: readonly (Cost & { readonly name: string })[], wanted: string): string {
  const [first] = measured;
  const rows = measured.map(({ name, seconds, processorSeconds, memory }, index) => [
    name,
    `${seconds.toFixed(2)} s`,
    ((first?.seconds ?? NaN) / seconds).toFixed(2),
    index === 1 ? wanted : '',
    `${processorSeconds.toFixed(2)} s`,
    (processorSeconds / (first?.processorSeconds ?? NaN)).toFixed(2),
    bytes(memory),
  ]);
  return table([title, 'time', 'speed', 'wanted', 'processors', 'of the first’s', 'memory'], rows);
}

/** `12 MB`. */
export function bytes(size: number): string {
  return `${(size / 1e6).toFixed(0)} MB`;
}
