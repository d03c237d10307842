import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

export interface Served {
  readonly root: string;
  readonly site: string;
  readonly port: number;
  readonly rebuild: () => Promise<boolean>;
}

const WATCHED = ["docs", "src", "spec", "scripts/docs"];
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".png": "image/png",
};
const EVENTS = "/.reload";
const CLIENT = `new EventSource("${EVENTS}").onmessage = () => location.reload();`;

/** Shows the site to its writers, and builds it anew when a source changes. */
export async function serve({ root, site, port, rebuild }: Served): Promise<void> {
  const readers = new Set<ServerResponse>();
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    if (pathname === EVENTS) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      readers.add(response);
      response.on("close", () => readers.delete(response));
    } else if (pathname === `${EVENTS}.js`) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(CLIENT);
    } else await answer(join(site, normalize(decodeURIComponent(pathname))), response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  console.log(`http://127.0.0.1:${port}/  Watching ${WATCHED.join(", ")}.`);

  let waiting: NodeJS.Timeout | undefined;
  let building = Promise.resolve();
  const changed = (name: string | null) => {
    if (name?.startsWith("generated")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      building = building.then(async () => {
        if (await rebuild()) for (const reader of readers) reader.write("data: again\n\n");
      });
    }, 200);
  };
  for (const folder of WATCHED) watch(join(root, folder), { recursive: true }, (_, name) => changed(name));
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  const file = extname(path) ? path : join(path, "index.html");
  try {
    const content = await readFile(file);
    const type = TYPES[extname(file)] ?? "text/plain; charset=utf-8";
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
    response.end(type.startsWith("text/html") ? live(content.toString()) : content);
  } catch {
    response.writeHead(404).end("There is no such page.");
  }
}

/** The page as it is built, and beside that the script that reloads it, which its policy then has to allow. */
const live = (html: string) =>
  html
    .replace("default-src 'none';", "default-src 'none'; connect-src 'self';")
    .replace("script-src 'sha256", "script-src 'self' 'sha256")
    .replace("</body>", `<script src="${EVENTS}.js"></script></body>`);
