import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on a page, from moderate on, a line each. */
export async function findings(page: Page, path: string): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { preload: false, resultTypes: ['violations'] })",
  );
  return violations
    .filter(({ impact }) => impact !== "minor")
    .map(({ id, impact, help, nodes }) => {
      const places = nodes.slice(0, 3).map(({ target }) => target.join(" "));
      return `axe, ${impact}: ${path}: ${help} (${id}) at ${places.join("; ")}`;
    });
}
