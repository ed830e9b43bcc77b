/** A column of a table: its title, and whether it holds figures, which stand right. */
interface MarkdownColumn {
  readonly title: string;
  readonly isFigure?: boolean;
}

/** A table as GitHub Flavored Markdown has it (§4.10). What is not there is an empty cell. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const lines = [
    columns.map(({ title }) => escapeMarkdown(title)),
    columns.map(({ isFigure }) => (isFigure ? '---:' : '---')),
    ...rows.map((row) => row.map((cell) => escapeMarkdown(cell ?? ''))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** Text on one line that stands for itself: nothing in it is taken for markup, a link, HTML or a formula. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&');
}
