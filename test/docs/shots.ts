import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { root } from "./site.ts";

/** The pictures in docs/img: how each page looks when a reader uses it. */
const SHOTS: Readonly<
  Record<string, { page: string; width?: number; dark?: true; act?: (page: Page) => Promise<unknown> }>
> = {
  landing: { page: "index.html" },
  operation: { page: "api/pauseSandbox.html", act: run },
  guide: { page: "guides/lifecycle.html" },
  playground: {
    page: "playground.html",
    async act(page) {
      await page.getByLabel("Fault").selectOption("connection reset, after the change");
      await run(page);
    },
  },
  search: { page: "guides/mounts.html", act: (page) => page.getByLabel("Search").pressSequentially("pasue") },
  phone: { page: "api/addSandboxMount.html", width: 390 },
  dark: { page: "guides/errors.html", dark: true, act: run },
};

async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Run / }).first().click();
  await page.locator('[role=log][aria-busy="false"]').first().waitFor();
}

export async function takeShots(browser: Browser, site: string): Promise<void> {
  for (const [name, { page: path, width = 1280, dark, act }] of Object.entries(SHOTS)) {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme: dark ? "dark" : "light",
    });
    await page.goto(`${site}/${path}`);
    await act?.(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(root, `docs/img/${name}.png`) });
    await page.close();
  }
}
