import { posix } from "node:path";
import { type Html, html } from "./html.ts";
import type { Part } from "./markdown.ts";
import { type Page, SECTIONS, type Section } from "./page.ts";

export interface Content {
  readonly page: Page;
  readonly main: Html;
  readonly aside?: Html | undefined;
  readonly parts: readonly Part[];
}

export interface Site {
  readonly version: string;
  readonly pages: readonly Page[];
}

/** From one file of the site to another: relative, so that the site works anywhere. */
export const relative = (from: string, to: string): string =>
  posix.relative(posix.dirname(from), to) || posix.basename(to);

/** A page in the frame that all have: header, navigation, text, what is on it, previous and next. */
export function shell({ version, pages }: Site, { page, main, aside, parts }: Content): Html {
  const { path, title, summary, section, layout } = page;
  const root = "../".repeat(path.split("/").length - 1);
  const beside = pages.filter((each) => each.section === section);
  const name =
    path === "index" ? "leap0-fetch · TypeScript SDK for Leap0 sandboxes" : `${title} · leap0-fetch`;
  const runs =
    String(main).includes("data-program") ||
    String(aside).includes("data-program") ||
    layout === "playground";
  return html`<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(runs)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
<meta name="description" content="${summary}">
<link rel="icon" href="${root}assets/icon.svg">
<link rel="stylesheet" href="${root}assets/site.css">
<link rel="alternate" type="text/markdown" href="${posix.basename(path)}.md">
<script src="${root}assets/theme.js"></script>
<script src="${root}assets/versions.js" defer></script>
<script src="${root}assets/site.js" defer></script>
</head>
<body class="${layout ?? (aside ? "operation" : "text")}">
<a class="skip" href="#main">Skip to the text</a>
${header(root, version, section)}
<div class="columns">
${
  !layout &&
  section &&
  html`<nav class="side" aria-label="${section}"><details class="menu"><summary>${section}: all pages</summary>
${entries(page, beside)}</details></nav>`
}
<main id="main">
${main}
${!layout && neighbours(page, beside)}
<footer>Not made by Leap0. <a href="${posix.basename(path)}.md">This page as Markdown</a></footer>
</main>
${aside ? html`<aside class="beside" aria-label="Samples">${aside}</aside>` : !layout && contents(parts)}
</div>
</body>
</html>
`;
}

/** Nothing but the site's own files. A page with samples may start workers made of its own text, which inherit this. */
const policy = (runs: boolean) =>
  `default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:;${runs ? " worker-src blob:;" : ""} base-uri 'none'; form-action 'none'`;

/** The header, which the page with all operations has as well. */
export const header = (
  root: string,
  version: string,
  section: Section | "Redoc",
): Html => html`<header class="bar">
<a class="brand" href="${root}index.html">leap0-fetch <span>${version}</span></a>
<nav class="sections" aria-label="Sections">${Object.entries(SECTIONS).map(
  ([name, path]) =>
    html`<a href="${root}${path}.html"${(name === section || (section === "Redoc" && name === "API")) && html` aria-current="${section === "Redoc" ? "true" : "page"}"`}>${name}</a>`,
)}</nav>
${
  section !== "Redoc" &&
  html`<div class="search" role="search" hidden><input type="search" id="search" role="combobox" placeholder="Search  /" aria-label="Search" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off" spellcheck="false">
<div id="found" role="listbox" aria-label="Pages found" hidden></div><p class="hidden" id="count" role="status"></p></div>
<span id="versions"></span><button type="button" class="theme" aria-label="Light or dark" hidden>◐</button>`
}
</header>`;

function entries(current: Page, pages: readonly Page[]): Html[] {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups.map((group) => {
    const items = pages.filter((page) => page.group === group);
    const all =
      group === "" &&
      current.section === "API" &&
      html`<li><a href="${relative(current.path, "api/index.html")}">All on one page</a></li>`;
    return html`${group && html`<h2>${group}</h2>`}<ul>${items.map((page) => entry(current, page))}${all}</ul>\n`;
  });
}

const entry = (current: Page, page: Page) =>
  html`<li><a href="${relative(current.path, `${page.path}.html`)}"${page === current && html` aria-current="page"`}>${page.method && badge(page.method)}${page.title}</a></li>`;

const badge = (method: string) =>
  html`<span class="method ${method.toLowerCase()}">${method === "DELETE" ? "DEL" : method}</span> `;

function contents(parts: readonly Part[]): Html | false {
  const shown = parts.filter(({ level }) => level === 2 || level === 3);
  const few = shown.length > 24 ? shown.filter(({ level }) => level === 2) : shown;
  if (few.length < 2) return html`<div class="toc"></div>`;
  return html`<nav class="toc" aria-label="On this page"><h2>On this page</h2><ul>${few.map(
    ({ id, heading, level }) => html`<li class="level-${level}"><a href="#${id}">${heading}</a></li>`,
  )}</ul></nav>`;
}

function neighbours(page: Page, pages: readonly Page[]): Html {
  const at = pages.indexOf(page);
  const link = (to: Page | undefined, rel: "prev" | "next") =>
    to &&
    html`<a rel="${rel}" href="${relative(page.path, `${to.path}.html`)}"><span>${rel === "prev" ? "Previous" : "Next"}</span>${to.title}</a>`;
  return html`<nav class="neighbours" aria-label="Previous and next page">${link(pages[at - 1], "prev")}${link(pages[at + 1], "next")}</nav>`;
}
