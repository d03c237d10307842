import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import type { Page } from "./page.ts";

/** Where links of the sources lead in the site. */
export interface Links {
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
      const hash = fragment ? `#${fragment}` : "";
      if (target) return relative(page.path, target.path) + extension + hash;
      if (!existsSync(join(root, source))) broken.push(`${page.source}: ${href} leads nowhere`);
      return undefined;
    },
  };
}

/** From one file of the site to another: relative, so that the site works anywhere. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
