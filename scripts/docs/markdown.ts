import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { Marked } from "marked";

hljs.registerLanguage("json", json);
hljs.registerLanguage("sh", bash);
hljs.registerLanguage("ts", typescript);
hljs.registerLanguage("html", xml);
hljs.registerLanguage("yaml", yaml);

const NAMES: Readonly<Record<string, string>> = { ts: "TypeScript", sh: "Shell", json: "JSON", yaml: "YAML" };

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/**
 * Makes HTML of Markdown. `link` says where a link leads, or `undefined` where it leads nowhere in the site: then only
 * its text is left. A heading may bring its own id: `## Text {#id}`.
 */
export function render(markdown: string, link: (href: string) => string | undefined): Rendered {
  const headings: Heading[] = [];
  const taken = new Set<string>();
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens);
        const [, text = inner, own] = /^(.*?)\s*(?:\{#([\w.-]+)\})?$/s.exec(inner) ?? [];
        const id = unique(own ?? slug(text), taken);
        headings.push({ level: depth, text: text.replace(/<[^>]+>/g, ""), id });
        const anchor =
          depth === 1 ? "" : ` <a class="anchor" href="#${id}" aria-label="Link to this part">#</a>`;
        return `<h${depth} id="${id}">${text}${anchor}</h${depth}>\n`;
      },
      code({ text, lang = "" }) {
        const [name = ""] = lang.split(/\s+/);
        const shown = NAMES[name] ?? name;
        const code = hljs.getLanguage(name)
          ? hljs.highlight(text, { language: name }).value
          : escapeHtml(text);
        const label = shown ? `<span class="lang">${escapeHtml(shown)}</span>` : "";
        return `<div class="code">${label}<button type="button" class="copy">Copy</button><pre tabindex="0"><code>${code}</code></pre></div>\n`;
      },
      link({ href, title, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = link(href);
        if (target === undefined) return text;
        return `<a href="${escapeHtml(target)}"${title ? ` title="${escapeHtml(title)}"` : ""}>${text}</a>`;
      },
      table(token) {
        const cells = (row: typeof token.header, tag: string) =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("");
        const body = token.rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
        const head = `<thead><tr>${cells(token.header, 'th scope="col"').replaceAll('</th scope="col">', "</th>")}</tr></thead>`;
        return `<div class="table" role="group" aria-label="Table" tabindex="0"><table>${head}<tbody>\n${body}\n</tbody></table></div>\n`;
      },
    },
  });
  return { html: marked.parse(markdown, { async: false }), headings };
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** As GitHub does it, so that a link with a fragment works in both places. */
export const slug = (html: string): string =>
  html
    .replace(/<[^>]+>/g, "")
    .replace(/&[a-z]+;|&#\d+;/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

function unique(id: string, taken: Set<string>): string {
  let free = id;
  for (let count = 1; taken.has(free); count++) free = `${id}-${count}`;
  taken.add(free);
  return free;
}
