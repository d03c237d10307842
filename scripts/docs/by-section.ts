import type { Page } from "./page.ts";

/** Pages below their sections, in the order in which they come. */
export function bySection(pages: readonly Page[]): Map<string, Page[]> {
  const sections = new Map<string, Page[]>();
  for (const page of pages) sections.set(page.section, [...(sections.get(page.section) ?? []), page]);
  return sections;
}
