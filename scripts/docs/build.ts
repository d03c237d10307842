import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readDescription } from "../description/read.ts";
import { changelogPage } from "./changelog.ts";
import { brokenLinks } from "./check-site.ts";
import { createLayout } from "./layout.ts";
import { createLinks } from "./links.ts";
import { asMarkdown, llmsFullTxt, llmsTxt } from "./machines.ts";
import { modelsPage } from "./models.ts";
import { operationPages, overviewPage } from "./operations.ts";
import { DocsError, type Page } from "./page.ts";
import { referencePage } from "./reference.ts";
import { sdkPages } from "./sdk/pages.ts";
import { searchIndex } from "./search-index.ts";
import { writtenPages } from "./written.ts";

export interface Summary {
  readonly pages: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Builds the site into a folder. Nothing is written when something is wrong with the sources; a `draft` may have links
 * that lead nowhere.
 */
export async function build(root: string, out: string, draft = false): Promise<Summary> {
  const description = await readDescription(root);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const [written, reference, changelog] = await Promise.all([
    writtenPages(root),
    referencePage(root, description),
    changelogPage(root),
  ]);
  const models = modelsPage(description);
  const sdk = await sdkPages(root, Object.keys(description.components.schemas ?? {}));
  const pages = inOrder([
    ...written,
    overviewPage(description),
    ...operationPages(description),
    ...sdk,
    models,
    changelog,
  ]);

  const files = new Map<string, string>();
  const links = createLinks(root, pages);
  const layout = await createLayout(root, version, pages, links);
  for (const page of pages) {
    files.set(`${page.path}.html`, layout(page).html);
    files.set(`${page.path}.md`, asMarkdown(page, links));
  }
  files.set("api/index.html", reference);
  files.set("llms.txt", llmsTxt(pages));
  files.set("llms-full.txt", llmsFullTxt(pages, links));
  files.set("assets/search-index.js", searchIndex(pages));
  for (const name of ["openapi.json", "openapi.yaml"])
    files.set(name, await readFile(join(root, "src/generated", name), "utf8"));
  for (const name of await readdir(join(root, "docs/site/assets")))
    files.set(`assets/${name}`, await readFile(join(root, "docs/site/assets", name), "utf8"));
  // GitHub Pages would leave out what begins with an underscore.
  files.set(".nojekyll", "");

  const broken = [...new Set([...links.broken, ...brokenLinks(files)])];
  if (broken.length && !draft) throw new DocsError(broken);
  for (const problem of broken) console.warn(`  ${problem}`);
  await write(out, files);
  await cp(join(root, "docs/img"), join(out, "img"), { recursive: true }).catch(() => {});
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { pages: pages.length + 1, files: files.size, bytes };
}

const SECTIONS = ["", "Guides", "API: sandboxes", "API: mounts", "SDK reference", "Project", "Decisions"];

const inOrder = (pages: readonly Page[]) =>
  pages
    .map((page, at) => ({ page, at }))
    .sort(
      (one, other) =>
        SECTIONS.indexOf(one.page.section) - SECTIONS.indexOf(other.page.section) || one.at - other.at,
    )
    .map(({ page }) => page);

async function write(out: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(out, { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
}
