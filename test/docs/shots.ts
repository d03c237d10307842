import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { root } from "./site.ts";

const PAGES = { start: "index.html", operation: "api/addSandboxMount.html", sdk: "sdk/Mounts.html" };
const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1100, height: 700 } },
  dark: { colorScheme: "dark", viewport: { width: 1100, height: 700 } },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 700 } },
} as const;

/** Takes the pictures of the site that the README shows. */
export async function takeShots(browser: Browser, site: string): Promise<void> {
  const folder = join(root, "docs/img");
  await mkdir(folder, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext(options);
    for (const [name, path] of Object.entries(PAGES)) {
      const page = await context.newPage();
      await page.goto(`${site}/${path}`);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      await page.close();
    }
    await context.close();
  }
}
