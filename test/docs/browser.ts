// The built site in a real browser, without the network: `npm run docs && npm run docs:check`. With `--shots` it also
// takes the pictures in docs/img. Needs a Chromium of the machine, or one that CHROMIUM_PATH names.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "../../scripts/chromium.ts";
import { operations } from "../../src/generated/operations.ts";
import { lostQueries } from "./queries.ts";
import { takeShots } from "./shots.ts";
import { htmlPages, serveSite, site } from "./site.ts";
import { doTask, tasks } from "./tasks.ts";

const REDOC = "api/index.html";
const problems: string[] = [];
const counts = { samples: 0, checks: 0 };
const browser = await launchChromium();
const served = await serveSite();
const file = pathToFileURL(site).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wide: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, colorScheme: "light" };
const offline: BrowserContextOptions = { ...wide, offline: true };
const [, , only] = process.argv;
const steps: Readonly<Record<string, () => Promise<void>>> = {
  queries: async () => {
    problems.push(...lostQueries());
  },
  sizes: async () => checkFiles(),
  samples: runSamples,
  tasks: doTasks,
  use: useSite,
  script: readWithoutScript,
  axe: async () => {
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1440, 390]) await lookAt(colorScheme, width);
  },
};
try {
  if (only === "--shots") await takeShots(browser, file);
  else for (const [name, step] of Object.entries(steps)) if (!only || only === name) await step();
} finally {
  await browser.close();
  served.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(
  `${htmlPages().length} pages, ${counts.samples} samples, ${counts.checks} checks: ${problems.length} problems.`,
);
process.exitCode = problems.length ? 1 : 0;

/** Does something on a page of its own; whatever goes wrong is a problem. */
async function check(
  what: string,
  options: BrowserContextOptions,
  run: (page: Page) => Promise<void>,
): Promise<void> {
  counts.checks++;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  watch(page, what);
  try {
    await run(page);
  } catch (error) {
    problems.push(`${what}: ${(error as Error).message.split("\n")[0]}`);
  }
  await context.close();
}

/** Notes what the page complains about, and what it asks of any other host. */
function watch(page: Page, name: string): void {
  page.on("console", (message) => {
    // The browser's own word about the page that is missing on purpose.
    if (/status of 404/.test(message.text()) && /missing page/.test(name)) return;
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

function checkFiles(): void {
  for (const path of htmlPages().filter((each) => each !== REDOC && each !== "404.html")) {
    const text = readFileSync(join(site, path), "utf8");
    if (statSync(join(site, path)).size > 60_000) problems.push(`${path} is larger than 60 kB`);
    if (!text.includes("default-src 'none'; script-src 'self' file:;"))
      problems.push(`${path} has no strict policy`);
    if (/unsafe-|<script>|style=|\son\w+=/.test(text.replace(/<code>.*?<\/code>/gs, "")))
      problems.push(`${path} has a script or a style inside`);
  }
}

/** Every sample by its button, from the file, with the network off: each has to end without an error. */
async function runSamples(): Promise<void> {
  for (const path of htmlPages().filter((each) => each !== REDOC)) {
    await check(`samples of ${path}`, offline, async (page) => {
      await page.goto(`${file}/${path}`);
      const programs =
        path === "playground.html" ? await page.locator("#sample option").allTextContents() : [""];
      for (const program of programs) {
        if (program) await page.getByLabel("Sample").selectOption(program);
        for (const button of await page.getByRole("button", { name: /^Run / }).all()) {
          counts.samples++;
          const name = `${path}, ${program || (await button.getAttribute("aria-label"))}`;
          await button.click();
          const place = program
            ? page.locator("#result")
            : button.locator("xpath=../following-sibling::div[1]");
          if (/pauses itself/.test(program)) {
            await place.getByText(/Move the time on/).waitFor();
            await page.getByRole("button", { name: "+1 h: move the time on" }).click();
          }
          await place.locator('[role=log][aria-busy="false"]').waitFor();
          const failed = place.getByRole("alert");
          if (await failed.count()) problems.push(`${name}: ${await failed.textContent()}`);
        }
      }
    });
  }
  if (counts.samples < 60) problems.push(`only ${counts.samples} samples ran`);
}

async function doTasks(): Promise<void> {
  for (const task of tasks) await check(`to ${task.want}`, wide, (page) => doTask(page, served.url, task));
}

async function useSite(): Promise<void> {
  await check("a fault in the playground is seen being reconciled", offline, async (page) => {
    await page.goto(`${file}/playground.html`);
    await page.getByLabel("Fault").selectOption("connection reset, after the change");
    await page.getByLabel("Program").press("Control+Enter");
    for (const text of [
      /connection reset, carried out/,
      /pauseSandbox: reconcile: done/,
      /pauseSandbox: success/,
    ])
      await page.getByRole("group", { name: "On the wire" }).getByText(text).waitFor();
    await page
      .getByRole("group", { name: "Sandboxes of the emulator" })
      .getByText("project-assets/ at /data/assets")
      .waitFor();
  });
  await check("an error of the reader's code is shown with its line", offline, async (page) => {
    await page.goto(`${file}/playground.html`);
    for (const [code, shown] of [
      ["const one = 1;\n\none.two();", /^Line 3: TypeError/],
      ["const = 1;", /^Line 1: .*SyntaxError/],
      ['import { x } from "lodash";', /^Line 1: .*"lodash" is not there/],
    ] as const) {
      await page.getByLabel("Program").fill(code);
      await page.getByRole("button", { name: "Run program" }).click();
      const text = (await page.getByRole("alert").textContent()) ?? "";
      if (!shown.test(text)) throw new Error(`it says: ${text}`);
    }
  });
  await check("a program without end can be stopped", offline, async (page) => {
    await page.goto(`${file}/playground.html`);
    await page.getByLabel("Program").fill("while (true) {}");
    await page.getByRole("button", { name: "Run program" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator('[role=log][aria-busy="false"]').waitFor();
  });
  await check("the search is a combobox that says how many pages it found", wide, async (page) => {
    await page.goto(`${served.url}guides/errors.html`);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("pasue");
    await page.getByRole("option").first().waitFor();
    await page.getByRole("combobox", { name: "Search", expanded: true }).waitFor();
    await page.keyboard.press("ArrowDown");
    const href = (await page.getByRole("option", { selected: true }).getAttribute("href")) ?? "none";
    if (!/\d+ pages found/.test((await page.getByRole("status").textContent()) ?? ""))
      throw new Error("no count");
    await page.keyboard.press("Enter");
    await page.waitForURL(new URL(href, page.url()).href);
  });
  const clipboard = { ...wide, permissions: ["clipboard-read", "clipboard-write"] };
  await check("a sample is copied", clipboard, async (page) => {
    await page.goto(`${served.url}api/addSandboxMount.html`);
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    if (!copied.startsWith('import { Leap0Client } from "leap0-fetch";'))
      throw new Error(`copied: ${copied}`);
  });
  await check("the choice of dark stays, also on the page with all operations", wide, async (page) => {
    await page.goto(`${served.url}index.html`);
    await page.getByRole("button", { name: "Light or dark" }).click();
    for (const path of ["guides/mounts.html", REDOC]) {
      await page.goto(served.url + path);
      await page.locator("html.dark").waitFor({ state: "attached" });
    }
  });
  await check(
    "the page with all operations has a sample of each in TypeScript and curl",
    wide,
    async (page) => {
      for (const { id, path } of Object.values(operations)) {
        const place = `${path.includes("/mounts") ? "mounts" : "sandboxes"}/${id.toLowerCase()}`;
        await page.goto(`${served.url}${REDOC}?${place}#/${place}`);
        const panel = page.locator(`[data-section-id="/${place}"] .panel-request-samples`);
        for (const [label, text] of [
          ["TypeScript", "new Leap0Client"],
          ["curl", "curl --fail-with-body"],
        ] as const) {
          await panel
            .getByText(/^(TypeScript|curl)$/)
            .first()
            .click();
          const menu = page.getByTestId("dropdown-menu").filter({ visible: true });
          await menu.getByText(label, { exact: true }).first().click();
          await panel.filter({ hasText: text }).waitFor();
        }
      }
    },
  );
  await check("a missing page leads back from any depth", wide, async (page) => {
    await page.goto(`${served.url}guides/none/at/all.html`).catch(() => {});
    await page.getByRole("link", { name: "guides" }).click();
    await page.waitForURL(/guides\/first-call\.html/);
  });
}

/** Without JavaScript: the text, the menu, the tabs and dark by the system's choice. */
async function readWithoutScript(): Promise<void> {
  const narrow = {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  } as const;
  await check("the menu opens without JavaScript", narrow, async (page) => {
    await page.goto(`${file}/guides/mounts.html`);
    await page.getByText("Guides: all pages").click();
    await page.getByRole("link", { name: "Errors and retries" }).first().click();
    await page.waitForURL(/errors\.html/);
    await page.getByRole("link", { name: "API", exact: true }).click();
    await page.getByText("API: all pages").click();
    await page.getByRole("link", { name: "Pause a sandbox" }).click();
    await page.getByText("curl", { exact: true }).click();
    await page.getByText("curl --fail-with-body").waitFor();
  });
}

/** Every page from its file: nothing wider than the window, the right colours, and what axe says. */
async function lookAt(colorScheme: "light" | "dark", width: number): Promise<void> {
  const look = `${colorScheme}, ${width}`;
  const left = htmlPages();
  const next = async (): Promise<void> => {
    const path = left.shift();
    if (!path) return;
    await check(
      `${path} (${look})`,
      { colorScheme, viewport: { width, height: 900 }, offline: true },
      async (page) => {
        await page.goto(`${file}/${path}`);
        if (path === REDOC) await page.getByRole("heading", { name: /Leap0 sandboxes/ }).waitFor();
        const sample = page.getByRole("button", { name: /^Run / }).first();
        if (await sample.count()) {
          await sample.click();
          await page.locator('[role=log][aria-busy="false"]').first().waitFor();
        }
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (tooWide > 0) problems.push(`${path} (${look}) is ${tooWide} pixels wider than the window`);
        const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const sum = (back.match(/\d+/g) ?? []).slice(0, 3).reduce((all, each) => all + Number(each), 0);
        if (path !== REDOC && sum < 384 !== (colorScheme === "dark"))
          problems.push(`${path} (${look}) has the background ${back}`);
        problems.push(...(await findings(page, path)));
        // The search is the same on every page.
        if (!/guides\/errors|pauseSandbox|playground/.test(path)) return;
        await page.getByRole("combobox", { name: "Search" }).fill("mount");
        await page.getByRole("option").first().waitFor();
        problems.push(...(await findings(page, `${path} with search`)));
      },
    );
    return next();
  };
  await Promise.all([next(), next(), next()]);
}

/** What axe finds on a page, from moderate on, a line each. */
async function findings(page: Page, path: string): Promise<string[]> {
  await page.evaluate(axe);
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
