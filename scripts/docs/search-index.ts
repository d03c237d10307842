import { slug } from "./markdown.ts";
import type { Page } from "./page.ts";
import { plain } from "./written.ts";

interface Entry {
  readonly url: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

/** What the site's search looks through: an entry for each heading. A script, since a page from a file cannot fetch. */
export function searchIndex(pages: readonly Page[]): string {
  return `window.leap0Search = ${JSON.stringify(pages.flatMap(entriesOf))};\n`;
}

function entriesOf({ path, title, markdown }: Page): Entry[] {
  const parts = outsideCode(markdown).split(/^(?=#{1,4} )/m);
  return parts.flatMap((part) => {
    const [, head = "", rest = ""] = /^#{1,4} (.*)\n?([\s\S]*)$/.exec(part) ?? [];
    if (!head) return [];
    const [, shown = head, own] = /^(.*?)\s*(?:\{#([\w.-]+)\})?$/.exec(head) ?? [];
    const heading = plain(shown);
    const text = plain(
      rest
        .replaceAll("\u0000", "#")
        .replace(/^```.*$/gm, "")
        .replace(/^\|[-|]+\|$/gm, "")
        .replace(/[|<>]/g, " "),
    ).trim();
    const hash = part.startsWith("# ") ? "" : `#${own ?? slug(heading)}`;
    const url = `${path}.html${hash}`;
    return [{ url, page: title, heading, text: text.slice(0, 1500) }, ...fieldsOf(rest, url, title)];
  });
}

/** Each row of a table that describes a field: who looks for `mount_path` wants to land there. */
const fieldsOf = (markdown: string, url: string, page: string): Entry[] =>
  [...markdown.matchAll(/^\| `([\w?-]+)` \|(.*)\|$/gm)].map(([, name = "", cells = ""]) => ({
    url,
    page,
    heading: name.replace("?", ""),
    text: plain(cells.split(" | ").at(-1) ?? "").trim(),
  }));

/** Hides the `#` that begins a comment in code, which is no heading. */
const outsideCode = (markdown: string) =>
  markdown.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/^#/gm, "\u0000"));
