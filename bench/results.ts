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
