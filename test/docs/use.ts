import type { Browser, Page } from "playwright-core";
import { operations } from "../../src/generated/operations.ts";

/** Operations by their addresses in the reference. */
const OPERATIONS = Object.values(operations).map(
  ({ id, path }) => `${path.includes("/mounts") ? "mounts" : "sandboxes"}/${id.toLowerCase()}`,
);

const SAMPLES = { TypeScript: "new Leap0Client", curl: "curl --fail-with-body" };

/** Uses the site as a reader does, served below a path of a host. Gives what did not work. */
export async function checkUse(
  browser: Browser,
  url: string,
  watch: (page: Page, name: string) => void,
): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const problems: string[] = [];
  const check = async (what: string, run: (page: Page) => Promise<void>) => {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    watch(page, what);
    try {
      await run(page);
    } catch (error) {
      problems.push(`${what}: ${(error as Error).message.split("\n")[0]}`);
    }
    await page.close();
  };

  await check("search finds mount_path", async (page) => {
    await page.goto(`${url}index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("mount_path");
    await page.locator('#found a[href*="Mount"]').first().click();
    await page.getByText("mount_path").first().waitFor();
    if (page.url().endsWith("index.html")) throw new Error("it led nowhere");
  });
  await check("the reference's own search finds mount_path", async (page) => {
    await page.goto(`${url}api/index.html`);
    await page.getByTestId("search-trigger").click();
    await page.keyboard.type("mount_path");
    await page
      .getByText(/mount_path/i)
      .first()
      .waitFor();
  });
  await check("a sample is copied", async (page) => {
    await page.goto(`${url}api/addSandboxMount.html`);
    await page.locator(".copy").first().click();
    await page.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    if (!copied.startsWith('import { Leap0Client } from "leap0-fetch";'))
      throw new Error(`copied: ${copied}`);
  });
  await check("the reference shows TypeScript and curl on every operation", async (page) => {
    for (const operation of OPERATIONS) {
      await page.goto(`${url}api/index.html?${operation}#/${operation}`);
      const panel = page.locator(`[data-section-id="/${operation}"] .panel-request-samples`);
      for (const [label, text] of Object.entries(SAMPLES)) {
        await panel
          .getByText(/^(TypeScript|curl)$/)
          .first()
          .click();
        const menu = page.getByTestId("dropdown-menu").filter({ visible: true });
        await menu.getByText(label, { exact: true }).first().click();
        await panel.filter({ hasText: text }).waitFor();
      }
    }
  });
  await check("the choice of dark stays, also in the reference", async (page) => {
    await page.goto(`${url}index.html`);
    await page.locator(".theme").click();
    for (const path of ["guides/mounts.html", "api/index.html"]) {
      await page.goto(`${url}${path}`);
      await page.locator("html.dark").waitFor({ state: "attached" });
    }
    await page.evaluate(() => localStorage.clear());
  });
  await check("the menu opens on a narrow screen", async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${url}sdk/Mounts.html`);
    await page.locator(".menu").click();
    await page.getByRole("link", { name: "Mount a bucket" }).click();
    await page.waitForURL(/guides\/mounts\.html/);
  });
  await context.close();
  return problems;
}
