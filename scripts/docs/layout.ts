import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { bySection } from "./by-section.ts";
import { type Links, relative } from "./links.ts";
import { escapeHtml, type Heading, render } from "./markdown.ts";
import type { Page } from "./page.ts";

export interface Built {
  readonly page: Page;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Puts pages into the site's frame, with the navigation between all of them. */
export async function createLayout(
  root: string,
  version: string,
  pages: readonly Page[],
  links: Links,
): Promise<(page: Page) => Built> {
  const frame = await readFile(join(root, "docs/site/page.html"), "utf8");
  const sections = bySection(pages.slice(1));

  return (page) => {
    const { html, headings } = render(page.markdown, (href) => links.from(page, href, ".html"));
    const values: Record<string, string> = {
      root: "../".repeat(page.path.split("/").length - 1),
      title: escapeHtml(
        page.path === "index"
          ? `${page.title} · TypeScript SDK for Leap0 sandboxes`
          : `${page.title} · leap0-fetch`,
      ),
      summary: escapeHtml(page.summary),
      markdown: `${posix.basename(page.path)}.md`,
      version: escapeHtml(version),
      nav: navigation(page, sections),
      content: html,
      toc: contents(headings),
    };
    return {
      page,
      headings,
      html: frame.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ""),
    };
  };
}

function navigation(current: Page, sections: ReadonlyMap<string, readonly Page[]>): string {
  const entry = (path: string, title: string, is: boolean) =>
    `<li><a href="${relative(current.path, path)}"${is ? ' aria-current="page"' : ""}>${escapeHtml(title)}</a></li>`;
  const lists = [...sections].map(([section, pages]) => {
    const items = pages.map((page) => entry(`${page.path}.html`, page.title, page === current));
    if (section === "API: sandboxes") items.unshift(entry("api/index.html", "All on one page", false));
    return `<h2>${escapeHtml(section)}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
  });
  return `<ul>${entry("index.html", "Start", current.path === "index")}</ul>\n${lists.join("\n")}`;
}

function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2);
  if (shown.length < 2) return '<div class="toc"></div>';
  const items = shown.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`);
  return `<aside class="toc" aria-label="On this page"><h2>On this page</h2><ul>${items.join("")}</ul></aside>`;
}
