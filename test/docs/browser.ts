// The built site in a real browser, without the network: `npm run docs && npm run docs:check`. With `--shots` it also
// takes the pictures in docs/img. Needs a Chromium of the machine, or one that CHROMIUM_PATH names.
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "../../scripts/chromium.ts";
import { type Finding, findings, isKnown, known } from "./axe.ts";
import { takeShots } from "./shots.ts";
import { htmlPages, serveSite, site } from "./site.ts";
import { checkUse } from "./use.ts";

const problems: string[] = [];
const pages = htmlPages();
const browser = await launchChromium();
const served = await serveSite();
try {
  const found = [
    ...(await visitAll("light", { colorScheme: "light", viewport: { width: 1280, height: 900 } })),
    ...(await visitAll("dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } })),
  ];
  report(found);
  problems.push(...(await checkUse(browser, served.url, watch)));
  if (process.argv.includes("--shots")) await takeShots(browser, pathToFileURL(site).href);
} finally {
  await browser.close();
  served.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(`${pages.length} pages, each wide and light, and narrow and dark: ${problems.length} problems.`);
process.exitCode = problems.length ? 1 : 0;

/** Opens every page from its file, with the network off. */
async function visitAll(name: string, options: BrowserContextOptions): Promise<Finding[]> {
  const context = await browser.newContext({ ...options, offline: true });
  const all: Finding[] = [];
  for (const path of pages) {
    const page = await context.newPage();
    watch(page, `${path} (${name})`);
    await page.goto(`${pathToFileURL(site).href}/${path}`);
    if (path === "api/index.html") await page.getByRole("heading", { name: /Leap0 sandboxes/ }).waitFor();
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (tooWide > 0) problems.push(`${path} (${name}) is ${tooWide} pixels wider than the window`);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    if (path !== "api/index.html" && isDark(back) !== (name === "dark"))
      problems.push(`${path} (${name}) has the background ${back}`);
    all.push(...(await findings(page, path)));
    await page.close();
  }
  await context.close();
  return all;
}

function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return red + green + blue < 384;
}

/** Notes what the page complains about, and what it asks of any other host. */
function watch(page: Page, name: string): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      problems.push(`${name} writes to the console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${name} throws: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(file|data|blob):/.test(url) && !url.startsWith(served.url))
      problems.push(`${name} asks for ${url}`);
  });
}

function report(found: readonly Finding[]): void {
  const serious = found.filter(({ impact }) => impact === "critical" || impact === "serious");
  for (const finding of serious) {
    if (finding.impact === "serious" && isKnown(finding)) continue;
    const { page, rule, impact, help, nodes } = finding;
    problems.push(`axe, ${impact}: ${page}: ${help} (${rule}) at ${nodes.slice(0, 3).join("; ")}`);
  }
  const left = serious.filter(isKnown);
  for (const rule of new Set(left.map((each) => each.rule)))
    console.log(
      `axe, serious, known: ${rule} at ${left.filter((each) => each.rule === rule).flatMap(({ nodes }) => nodes).length} places. ${known[rule]}`,
    );
  const counts = Object.entries(countBy(found.map(({ impact }) => impact)));
  console.log(`axe: ${counts.map(([impact, count]) => `${count} ${impact}`).join(", ") || "no findings"}.`);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
