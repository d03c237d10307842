import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { build as bundle } from "esbuild";
import { readDescription, toYaml } from "../description/read.ts";
import { apiPages, methodsOf } from "./api.ts";
import { changelogPage } from "./changelog.ts";
import { render } from "./markdown.ts";
import { messages } from "./messages.ts";
import { DocsError, type Page, SECTIONS, summaryOf, titleOf } from "./page.ts";
import { versionsScript } from "./publish.ts";
import { closed, referencePage } from "./reference.ts";
import { readSdk, sdkPages } from "./sdk.ts";
import { searchEntries } from "./search.ts";
import { type Content, relative, shell } from "./shell.ts";

/** Builds the site into a folder. Nothing is written when something is wrong with the sources. */
export async function build(root: string, out: string): Promise<{ pages: number; bytes: number }> {
  const description = await readDescription(root);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const [sdk, reference, changelog, written, scripts] = await Promise.all([
    readSdk(root),
    referencePage(root, version, description),
    changelogPage(root),
    writtenPages(root),
    bundled(root),
  ]);
  const methods = { of: methodsOf(description), errors: sdk.errors };
  const pages = [...written, ...apiPages(description, methods), ...sdkPages(sdk, methods.of), changelog];

  const links = createLinks(root, pages);
  const files = new Map<string, string>(scripts);
  const contents: Content[] = [];
  for (const page of pages) {
    const link = (href: string) => links.from(page, href, ".html");
    const { html: main, parts } = render(page.markdown, link);
    const aside = page.aside === undefined ? undefined : render(page.aside, link, true).html;
    const content = { page, main, aside, parts };
    contents.push(content);
    files.set(`${page.path}.html`, String(shell({ version, pages }, content)));
    files.set(`${page.path}.md`, asMarkdown(page, links));
  }
  files.set("api/index.html", reference);
  files.set("404.html", closed(await readFile(join(root, "docs/site/404.html"), "utf8")));
  files.set("llms.txt", llmsTxt(pages));
  const texts = pages.map(({ path }) => `<!-- ${path}.md -->\n\n${files.get(`${path}.md`)}`);
  files.set("llms-full.txt", texts.join("\n\n---\n\n"));
  // A script and no JSON: a page that was opened from a file may not fetch.
  files.set("assets/search-index.js", `window.leap0Entries = ${JSON.stringify(searchEntries(contents))};\n`);
  files.set("openapi.json", await readFile(join(root, "src/generated/openapi.json"), "utf8"));
  files.set("openapi.yaml", toYaml(description));
  for (const name of await readdir(join(root, "docs/site/assets")))
    files.set(`assets/${name}`, await readFile(join(root, "docs/site/assets", name), "utf8"));
  files.set("assets/versions.js", versionsScript([]));
  // GitHub Pages would leave out what begins with an underscore.
  files.set(".nojekyll", "");
  const images = await readdir(join(root, "docs/img"));

  const more = images.map((name) => `img/${name}`);
  const broken = new Set([...links.broken, ...brokenLinks(files, more)]);
  if (broken.size) throw new DocsError([...broken]);
  await rm(out, { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
  await cp(join(root, "docs/img"), join(out, "img"), { recursive: true });
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { pages: pages.length + 1, bytes };
}

/** The page code, and what runs samples: the client and the emulator in one text that becomes a worker. */
async function bundled(root: string): Promise<[string, string][]> {
  const make = async (entry: string, globalName?: string) => {
    const { outputFiles } = await bundle({
      entryPoints: [join(root, "docs/site", entry)],
      bundle: true,
      minify: true,
      format: "iife",
      ...(globalName && { globalName }),
      target: "es2022",
      platform: "browser",
      conditions: ["leap0-source"],
      external: ["node:*"],
      absWorkingDir: root,
      write: false,
    });
    return outputFiles[0]?.text ?? "";
  };
  const [site, search, runtime] = await Promise.all([
    make("site.ts"),
    make("find.ts", "leap0Search"),
    make("runtime/worker.ts"),
  ]);
  return [
    ["assets/site.js", site],
    ["assets/search.js", search],
    ["assets/runtime.js", `window.leap0Runtime = ${JSON.stringify(runtime)};\n`],
  ];
}

/** The pages that people write, in the order of a newcomer's questions. */
const WRITTEN: readonly (readonly [source: string, path: string, section: Page["section"], group: string])[] =
  [
    ["docs/site/index.md", "index", "", ""],
    ["docs/site/playground.md", "playground", "Playground", ""],
    ...["first-call", "mounts", "lifecycle", "errors"].map(guide("Start")),
    ...["testing", "many-sandboxes", "runtimes", "proxies", "security"].map(guide("Run it")),
    ...["from-the-vendors-sdk", "generate-your-own"].map(guide("Other clients")),
    ["docs/guides/troubleshooting.md", "guides/troubleshooting", "Guides", "Look it up"],
    ["docs/guides/glossary.md", "guides/glossary", "Guides", "Look it up"],
    ["docs/emulator.md", "emulator", "Emulator", ""],
    ...["reliability", "performance", "architecture"].map(
      (name) => [`docs/${name}.md`, name, "Guides", "How it is made"] as const,
    ),
  ];

function guide(group: string) {
  return (name: string) => [`docs/guides/${name}.md`, `guides/${name}`, "Guides", group] as const;
}

async function writtenPages(root: string): Promise<Page[]> {
  const decisions = (await readdir(join(root, "docs/adr"))).sort();
  const all = [
    ...WRITTEN,
    ...decisions.map(
      (name) => [`docs/adr/${name}`, `adr/${name.slice(0, -3)}`, "Guides", "Decisions"] as const,
    ),
  ];
  return Promise.all(
    all.map(async ([source, path, section, group]) => {
      const text = await readFile(join(root, source), "utf8");
      const markdown = text.replace("<!-- messages -->", () => messages(root));
      const layout = path === "index" ? "landing" : path === "playground" ? path : undefined;
      const [title, summary] = [titleOf(markdown) ?? path, summaryOf(markdown)];
      return { path, source, section, group, markdown, title, summary, ...(layout && { layout }) };
    }),
  );
}

interface Links {
  /** The address from one page to another; `undefined` for a file of the project that the site does not show. */
  from(page: Page, href: string, extension: ".html" | ".md"): string | undefined;
  readonly broken: readonly string[];
}

export function createLinks(root: string, pages: readonly Page[]): Links {
  const bySource = new Map(pages.map((page) => [page.source, page]));
  // The landing page is to the site what the README is to the project.
  const landing = pages.find(({ path }) => path === "index");
  if (landing) bySource.set("README.md", landing);
  const broken: string[] = [];
  return {
    broken,
    from(page, href, extension) {
      // `site:` leads to a file that only the site has.
      if (href.startsWith("site:")) return relative(page.path, href.slice(5));
      if (/^([a-z]+:|#)/i.test(href)) return href;
      const [file = "", fragment] = href.split("#");
      const source = posix.join(posix.dirname(page.source), file);
      const target = bySource.get(source);
      if (target) return relative(page.path, target.path) + extension + (fragment ? `#${fragment}` : "");
      if (!existsSync(join(root, source))) broken.push(`${page.source}: ${href} leads nowhere`);
      return source.startsWith("docs/img/") ? relative(page.path, source.slice(5)) : undefined;
    },
  };
}

/** Links of the site's HTML that lead to no file, or to no part of a page. */
export function brokenLinks(files: ReadonlyMap<string, string>, more: readonly string[] = []): string[] {
  const idsOf = (path: string) =>
    new Set([...(files.get(path) ?? "").matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const known = new Map([...files.keys()].map((path) => [path, idsOf(path)]));
  const broken = new Set<string>();
  for (const [path, html] of files) {
    // The page with all operations is one script that writes its own.
    if (!path.endsWith(".html") || path === "api/index.html" || path === "404.html") continue;
    for (const [, href = ""] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/i.test(href)) continue;
      const [file = "", hash] = href.split("#");
      const target = file ? posix.join(posix.dirname(path), file) : path;
      if (!known.has(target) && !more.includes(target)) broken.add(`${path}: ${href} leads to no file`);
      else if (
        hash &&
        target.endsWith(".html") &&
        target !== "api/index.html" &&
        !known.get(target)?.has(hash)
      )
        broken.add(`${path}: ${href} leads to no part of ${target}`);
    }
  }
  return [...broken];
}

/** A page as Markdown, with links that hold in the site. Code blocks stay as they are. */
export function asMarkdown(page: Page, links: Links): string {
  const text = page.aside ? `${page.markdown}\n\n${page.aside}` : page.markdown;
  return text
    .split(/(^```[\s\S]*?^```)/m)
    .map((part) =>
      part.startsWith("```")
        ? part.replace(/^```(\w*).*/, "```$1")
        : part
            .replace(/ \{#[\w.-]+\}$/gm, "")
            .replace(/<\/?(div|p|span|details|summary|b|code|button|select|option|label)\b[^>]*>\n?/g, "")
            .replace(/<!--.*?-->\n*/gs, "")
            .replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (_, image: string, label: string, href: string) => {
              const target = links.from(page, href, image ? ".html" : ".md");
              return target === undefined ? label : `${image}[${label}](${target})`;
            }),
    )
    .join("")
    .trim()
    .concat("\n");
}

/** The list of pages that language models look for, in the form of llmstxt.org. */
function llmsTxt(pages: readonly Page[]): string {
  const sections = Object.keys(SECTIONS).map((name) => {
    const members = pages.filter(({ section }) => section === name);
    return `## ${name}\n\n${members.map(({ title, path, summary }) => `- [${title}](${path}.md): ${summary}`).join("\n")}`;
  });
  return [
    "# leap0-fetch",
    `> ${pages[0]?.summary}`,
    "All pages in one file: [llms-full.txt](llms-full.txt). The description of the API: [openapi.json](openapi.json), [openapi.yaml](openapi.yaml).",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}
