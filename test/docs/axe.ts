import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Finding {
  readonly page: string;
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

/** What axe finds on a page. */
export async function findings(page: Page, path: string): Promise<Finding[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { preload: false, resultTypes: ['violations'] })",
  );
  return violations.map(({ id, impact, help, nodes }) => ({
    page: path,
    rule: id,
    impact: impact ?? "minor",
    help,
    nodes: nodes.map(({ target }) => target.join(" ")),
  }));
}

/** Serious findings in what Redoc draws, where our styles do not reach, and why they stay. */
export const known: Readonly<Record<string, string>> = {
  "scrollable-region-focusable":
    "Redoc wraps tables in a region that scrolls on a narrow screen and gives it no tab stop. The same tables are in api/overview.html, where they have one.",
};

export const isKnown = ({ page, rule }: Finding) => page === "api/index.html" && rule in known;
