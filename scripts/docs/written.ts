import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "./page.ts";

/** The guides in the order of a newcomer's questions. Others follow by name. */
const ORDER = [
  "first-call",
  "mounts",
  "lifecycle",
  "errors",
  "many-sandboxes",
  "testing",
  "from-the-vendors-sdk",
  "security",
];

/** The pages that people write: the landing page, the guides, and the pages on the project itself. */
export async function writtenPages(root: string): Promise<Page[]> {
  const guides = await markdownIn(root, "docs/guides");
  guides.sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
  const decisions = await markdownIn(root, "docs/adr");
  const pages = await Promise.all([
    page(root, "docs/site/index.md", "index", ""),
    ...guides.map((name) => page(root, `docs/guides/${name}.md`, `guides/${name}`, "Guides")),
    page(root, "docs/emulator.md", "emulator", "Guides"),
    page(root, "docs/reliability.md", "reliability", "Project"),
    page(root, "docs/performance.md", "performance", "Project"),
    page(root, "docs/architecture.md", "architecture", "Project"),
    ...decisions.map((name) => page(root, `docs/adr/${name}.md`, `adr/${name}`, "Decisions")),
  ]);
  return pages.filter((each) => each !== undefined);
}

const rank = (name: string) => (ORDER.indexOf(name) + 1 || ORDER.length + 1) as number;

async function markdownIn(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch(() => []);
  return names
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -3))
    .sort();
}

async function page(root: string, source: string, path: string, section: string): Promise<Page | undefined> {
  const markdown = await readFile(join(root, source), "utf8").catch(() => undefined);
  if (markdown === undefined) return undefined;
  return { path, source, section, markdown, title: titleOf(markdown) ?? path, summary: summaryOf(markdown) };
}

export const titleOf = (markdown: string): string | undefined =>
  /^# (.+)$/m.exec(markdown)?.[1]?.replace(/`/g, "");

/** The first paragraph, as plain text. */
export function summaryOf(markdown: string): string {
  const [, rest = ""] = markdown.split(/^# .+$/m);
  const paragraph = rest.split(/\n{2,}/).find((each) => /^[\p{L}`*[]/u.test(each.trim())) ?? "";
  return plain(paragraph.trim());
}

export const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ");
