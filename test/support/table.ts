/** A table of Markdown with its columns aligned, as formatters leave it. */
export function table(titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => `${row[at]}`.length)));
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell, at) => `${cell}`.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(titles), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
