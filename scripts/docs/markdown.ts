import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";
import { Marked, type Token, type Tokens } from "marked";
import tsBlankSpace from "ts-blank-space";
import { lost, states, survival } from "./diagrams.ts";
import { escapeHtml, Html, html } from "./html.ts";
import { plain } from "./page.ts";
import { begins, isTypeScript } from "./samples.ts";

hljs.registerLanguage("json", json);
hljs.registerLanguage("sh", bash);
hljs.registerLanguage("ts", typescript);
hljs.registerLanguage("yaml", yaml);

/** A heading with all that stands below it until the next one: what the search finds. */
export interface Part {
  readonly level: number;
  readonly id: string;
  /** Plain text. */
  readonly heading: string;
  text: string;
  /** Fields that a table describes, with their texts. */
  readonly fields: { readonly name: string; readonly text: string }[];
}

export interface Rendered {
  readonly html: Html;
  readonly parts: readonly Part[];
}

/** Where a link leads, or `undefined` where the site does not have it: then only its text is left. */
export type Link = (href: string) => string | undefined;

/**
 * Makes HTML of Markdown, and what the search needs to know of it, in one pass. A heading may bring its own id:
 * `## Text {#id}`. In an `aside`, each `##` is a group of tabs and each `###` in it one of them.
 */
export function render(markdown: string, link: Link, aside = false): Rendered {
  const parts: Part[] = [];
  const taken = new Set<string>();
  let program = 0;
  let runs = false;
  let drawn = false;

  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const [, inner = "", own] = OWN_ID.exec(this.parser.parseInline(tokens)) ?? [];
        const [, text = ""] = OWN_ID.exec(this.parser.parseInline(tokens, this.parser.textRenderer)) ?? [];
        const heading = plain(text);
        const id = unique(own ?? slug(heading), taken);
        parts.push({ level: depth, id, heading, text: "", fields: [] });
        const label = `Link to ${heading}`;
        const anchor = depth > 1 && html` <a class="anchor" href="#${id}" aria-label="${label}">#</a>`;
        return html`<h${depth} id="${id}">${new Html(inner)}${anchor}</h${depth}>\n`.toString();
      },
      code({ text, lang: info = "" }) {
        const [lang = "", ...flags] = info.split(/\s+/);
        let sample: Html | undefined;
        if (isTypeScript({ lang })) {
          if (begins({ code: text }) || flags.includes("example")) {
            program++;
            runs = !flags.includes("no-run") && importsOf(text).every((name) => IN_PAGE.test(name));
          }
          if (runs && !flags.some((flag) => flag === "no-run" || flag === "node"))
            sample = runnable(text, program, flags);
        }
        const code = hljs.getLanguage(lang)
          ? hljs.highlight(text, { language: lang }).value
          : escapeHtml(text);
        // What is set in columns scrolls, everything else wraps.
        const fixed = lang === "text" || lang === "console";
        return html`<div class="code${fixed && " fixed"}"${sample}><pre${fixed && html` tabindex="0"`}><code>${new Html(code)}</code></pre></div>\n`.toString();
      },
      link({ href, title, tokens }) {
        const text = new Html(this.parser.parseInline(tokens));
        const target = link(href);
        if (target === undefined) return text.toString();
        return html`<a href="${target}"${title ? html` title="${title}"` : ""}>${text}</a>`.toString();
      },
      image({ href, text }) {
        return html`<img src="${link(href)}" alt="${text}" loading="lazy">`.toString();
      },
      html({ text }) {
        if (text.startsWith("<!-- diagram: states")) return states().toString();
        if (text.startsWith("<!-- diagram: lost")) return lost().toString();
        drawn = text.startsWith("<!-- diagram: the table below");
        return text.replace(/<!--.*?-->/gs, "");
      },
      table({ header, rows }) {
        const words = (cells: Tokens.TableCell[]) => cells.map((cell) => textOf(cell.text));
        const names = words(header);
        if (drawn) {
          drawn = false;
          return survival(names, rows.map(words)).toString();
        }
        const inline = (cell: Tokens.TableCell) => new Html(this.parser.parseInline(cell.tokens));
        const about = parts.at(-1)?.heading ?? "";
        const head =
          names.some(Boolean) &&
          html`<thead><tr>${header.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>`;
        const body = rows.map(
          (row) =>
            html`<tr>${row.map((cell, at) => html`<td${names[at] ? html` data-label="${names[at]}"` : ""}>${inline(cell)}</td>`)}</tr>\n`,
        );
        return html`<div class="table" role="group" aria-label="Table: ${about}" tabindex="0"><table>${head}<tbody>
${body}</tbody></table></div>\n`.toString();
      },
    },
  });

  let shown = "";
  const tokens = marked.lexer(markdown);
  for (const token of tokens) {
    shown += marked.parser(Object.assign([token], { links: tokens.links }));
    const part = parts.at(-1);
    if (part && token.type !== "heading") collect(token, part);
  }
  return { html: new Html(aside ? tabs(shown) : shown), parts };
}

/** What a heading says, and the id that it may bring along. */
const OWN_ID = /^(.*?)\s*(?:\{#([\w.-]+)\})?$/s;

/** What programs can import in the page. */
const IN_PAGE = /^(leap0-fetch(\/emulator|\/redis)?|node:(assert\/strict|timers\/promises))$/;

const importsOf = (code: string): string[] =>
  [...code.matchAll(/^[^\n]*\bfrom "([^"]+)"/gm)].map(([, name = ""]) => name);

/** What the button below a sample needs. Types are blanked out here: the page has no compiler. */
function runnable(code: string, program: number, flags: readonly string[]): Html {
  const script = tsBlankSpace(code);
  const state = flags.find((flag) => flag.startsWith("state="))?.slice(6);
  return html` data-program="${program}"${flags.includes("example") && html` data-example`}${state && html` data-state="${state}"`}${script !== code && html` data-script="${script}"`}`;
}

let groups = 0;

/** Tabs that need no script: of several radio buttons the page shows the panel of the chosen one. */
function tabs(shown: string): string {
  return shown.replace(
    /<h2[^>]*>(.*?)(?: <a class="anchor".*?)?<\/h2>(.*?)(?=<h2|$)/gs,
    (_, title, inner) => {
      const panels = [...inner.matchAll(/<h3[^>]*>(.*?)(?: <a class="anchor".*?)?<\/h3>(.*?)(?=<h3|$)/gs)];
      const name = `tabs-${++groups}`;
      const [before = ""] = inner.split("<h3");
      if (panels.length < 2)
        return `<section class="tabs"><h2>${title}</h2>${panels.length ? before + panels[0]?.slice(1).join("") : inner}</section>`;
      const choices = panels.map(
        ([, label = ""], at) =>
          html`<input type="radio" name="${name}" id="${name}-${at}"${at === 0 && html` checked`}><label for="${name}-${at}">${new Html(label)}</label>`,
      );
      return html`<fieldset class="tabs"><legend>${new Html(title)}</legend>${new Html(before)}${choices}${panels.map(([, , panel = ""]) => html`<div class="panel">${new Html(panel)}</div>`)}</fieldset>\n`.toString();
    },
  );
}

/** Adds a token's words to what the search knows. */
function collect(token: Token, part: Part): void {
  if (token.type === "html") return;
  if (token.type === "code") part.text += ` ${token.text}`;
  else if (token.type === "table") {
    const { header, rows } = token as Tokens.Table;
    const isMessages = /^(message|what you see)$/.test(header[0]?.text ?? "");
    for (const row of rows) {
      const [name, ...cells] = row.map(({ text }) => textOf(text));
      part.text += ` ${[name, ...cells].join(" ")}`;
      const field = isMessages ? name : /^`([\w-]+)\??`$/.exec(row[0]?.text ?? "")?.[1];
      if (field) part.fields.push({ name: field, text: cells.join(" · ") });
    }
  } else part.text += ` ${textOf(token.raw)}`;
}

/** What Markdown says, without its marks. */
const textOf = (markdown: string): string => plain(markdown.replace(/<[^>]+>/g, "")).trim();

/** As GitHub does it, so that a link with a fragment works in both places. */
const slug = (text: string): string =>
  text
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
