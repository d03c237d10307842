import type { Locator, Page } from "playwright-core";

/** What a reader comes with, and how it is answered: by two clicks at most, or by one search. */
interface Task {
  readonly want: string;
  /** Links to click, by their names. */
  readonly click?: readonly (string | RegExp)[];
  /** What to type into the search, and the result to take. */
  readonly search?: readonly [query: string, result: string | RegExp];
  /** The page that it ends on, and what is to be read there. */
  readonly page: RegExp;
  readonly read: string | RegExp;
}

export const tasks: readonly Task[] = [
  {
    want: "mount a private R2 bucket",
    search: ["r2", /Cloudflare R2/],
    page: /guides\/mounts/,
    read: "r2.cloudflarestorage.com",
  },
  {
    want: "know what becomes of mounts when a sandbox pauses",
    search: ["mounts after pause", /Mounts and pausing/],
    page: /guides\/lifecycle/,
    read: /mounts\.ensure/,
  },
  {
    want: "know what the client does about a 429",
    search: ["retry 429", /429/],
    page: /guides\/errors/,
    read: "RateLimitError",
  },
  {
    want: "know the errors of updateSandboxMount",
    click: ["API", /^PATCH /],
    page: /api\/updateSandboxMount/,
    read: "409",
  },
  {
    want: "use it in Cloudflare Workers",
    search: ["workers", /Cloudflare Workers/],
    page: /guides\/runtimes/,
    read: "export default",
  },
  {
    want: "test offline",
    click: ["Guides", "Test with the emulator"],
    page: /guides\/testing/,
    read: "createEmulator",
  },
  {
    want: "rotate the credentials of a mount",
    search: ["rotate credentials", /Rotate credentials/],
    page: /guides\/mounts/,
    read: "secret_access_key",
  },
  {
    want: "pause with curl",
    click: ["API", "POST Pause a sandbox"],
    page: /api\/pauseSandbox/,
    read: "curl",
  },
  {
    want: "run several workers under one limit",
    search: ["several workers", /.*/],
    page: /guides\/many-sandboxes/,
    read: /redisRateLimit|share/,
  },
  {
    want: "know what was lost when the connection dropped",
    search: ["connection dropped", /.*/],
    page: /guides\/(errors|troubleshooting)/,
    read: "outcomeUnknown",
  },
];

/** Does a task as a reader would, beginning at the front page. */
export async function doTask(
  page: Page,
  url: string,
  { click = [], search, page: end, read }: Task,
): Promise<void> {
  await page.goto(`${url}index.html`);
  for (const name of click) await page.getByRole("link", { name, exact: true }).first().click();
  if (search) {
    const [query, result] = search;
    await page.keyboard.press("/");
    await page.keyboard.type(query);
    await page.getByRole("option").first().waitFor();
    await page.getByRole("option", { name: result }).first().click();
  }
  await page.waitForURL(end);
  await visible(page.locator("main, aside").getByText(read));
}

/** Something to read, or behind a tab that is there to click. */
const visible = (found: Locator) => found.first().waitFor({ state: "attached" });
