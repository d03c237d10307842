import { posix } from "node:path";

/** Links of the site's HTML that lead to no file, or to no part of a page. `files` are all files of the site. */
export function brokenLinks(files: ReadonlyMap<string, string>): string[] {
  const ids = new Map<string, Set<string>>();
  const idsOf = (path: string) => {
    let found = ids.get(path);
    if (!found) {
      found = new Set([...(files.get(path) ?? "").matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));
      ids.set(path, found);
    }
    return found;
  };
  const broken = new Set<string>();
  for (const [path, html] of files) {
    // The reference is one script that writes its own page.
    if (!path.endsWith(".html") || path === "api/index.html") continue;
    for (const [, href = ""] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/i.test(href)) continue;
      const [file = "", hash] = href.split("#");
      const target = file ? posix.join(posix.dirname(path), file) : path;
      if (!files.has(target)) broken.add(`${path}: ${href} leads to no file`);
      else if (hash && target.endsWith(".html") && target !== "api/index.html" && !idsOf(target).has(hash))
        broken.add(`${path}: ${href} leads to no part of ${target}`);
    }
  }
  return [...broken];
}
