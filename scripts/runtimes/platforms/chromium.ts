import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { chromium as browsers } from "playwright-core";
import type { Servers } from "../../../test/conformance/stage.ts";
import type { GroupReport, run } from "../../../test/conformance/suite.ts";
import { bundle } from "../bundle.ts";
import { findChromium, NO_CHROMIUM } from "../find-chromium.ts";
import { Missing, type Platform } from "../platform.ts";

const runtime = { name: "chromium", kind: "browser", bundled: true } as const;

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export const chromium: Platform = {
  runtime,
  async prepare({ folder }) {
    const executablePath = findChromium();
    if (!executablePath) throw new Missing(NO_CHROMIUM);
    const script = join(folder, "page.js");
    await bundle("page", folder, script, { platform: "browser", external: ["node:*"] });
    const page = await servePage(readFileSync(script, "utf8"));
    const browser = await browsers.launch({ executablePath, headless: true, args: FLAGS.split(" ") });
    return {
      version: browser.version(),
      async run(servers: Servers): Promise<GroupReport[]> {
        const tab = await browser.newPage();
        await tab.goto(page.url);
        await tab.waitForFunction("typeof conformance === 'function'");
        return tab.evaluate(
          (given) =>
            (globalThis as unknown as { conformance: typeof run }).conformance(given.runtime, given.servers),
          { runtime, servers },
        );
      },
      async close() {
        await browser.close();
        await page.close();
      },
    };
  },
};

/** A page on an origin of its own, so that every call crosses origins as it would in the open. */
async function servePage(script: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
