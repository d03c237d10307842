import { createReadStream, existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listening } from "../../tools/loopback.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const site = join(root, "site");

/** Every HTML page of the built site, by its path below it. */
export function htmlPages(): string[] {
  if (!existsSync(join(site, "index.html"))) throw new Error("There is no site: run `npm run docs` first.");
  return readdirSync(site, { recursive: true })
    .map((entry) => String(entry).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".html"))
    .sort();
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** Serves the site somewhere below a host's root, as GitHub Pages does. */
export async function serveSite(): Promise<{ readonly url: string; close(): void }> {
  const below = "/some/project/latest/";
  const server = createServer(({ url = "" }, response) => {
    const file = join(site, new URL(url, "http://localhost").pathname.slice(below.length));
    if (!url.startsWith(below) || !extname(file) || !existsSync(file)) {
      response.writeHead(404, { "content-type": "text/html" });
      createReadStream(join(site, "404.html")).pipe(response);
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
    createReadStream(file).pipe(response);
  });
  const { url, close } = await listening(server);
  return { url: url + below, close };
}
