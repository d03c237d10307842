import { bySection } from "./by-section.ts";
import type { Links } from "./links.ts";
import type { Page } from "./page.ts";

/** A page as Markdown, with links that hold in the site. Code blocks stay as they are. */
export function asMarkdown(page: Page, links: Links): string {
  return page.markdown
    .split(/(^```[\s\S]*?^```)/m)
    .map((part) =>
      part.startsWith("```")
        ? part
        : part
            .replace(/ \{#[\w.-]+\}$/gm, "")
            .replace(/<\/?div[^>]*>\n?/g, "")
            .replace(/\[([^\]]*)\]\(([^)\s]+)\)/g, (_, text: string, href: string) => {
              const target = links.from(page, href, ".md");
              return target === undefined ? text : `[${text}](${target})`;
            }),
    )
    .join("")
    .trim()
    .concat("\n");
}

/** The list of pages that language models look for, in the form of llmstxt.org. */
export function llmsTxt(pages: readonly Page[]): string {
  const [landing, ...rest] = pages;
  const sections = [...bySection(rest)].map(
    ([section, members]) =>
      `## ${section}\n\n${members.map(({ title, path, summary }) => `- [${title}](${path}.md): ${summary}`).join("\n")}`,
  );
  return [
    "# leap0-fetch",
    `> ${landing?.summary}`,
    "The whole of it in one file: [llms-full.txt](llms-full.txt). The description of the API: [openapi.json](openapi.json), [openapi.yaml](openapi.yaml).",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}

/** All pages in one file. */
export const llmsFullTxt = (pages: readonly Page[], links: Links): string =>
  pages.map((page) => `<!-- ${page.path}.md -->\n\n${asMarkdown(page, links)}`).join("\n\n---\n\n");
