import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { changesBetween } from "../spec-diff/changes.ts";
import type { Page } from "./page.ts";

/** Descriptions as they were released, a file a version, such as `1.2.3.json`: `npm run docs:keep` writes them. */
const FOLDER = "docs/description";

/** What changed in the description from release to release, newest first. */
export async function changelogPage(root: string): Promise<Page> {
  const names = (await readdir(join(root, FOLDER)).catch(() => [])).filter((name) => name.endsWith(".json"));
  names.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const released = names.map((name) => ({ title: name.slice(0, -5), file: join(root, FOLDER, name) }));
  const now = { title: "Not released yet", file: join(root, "src/generated/openapi.json") };
  const newest = released.at(-1);
  const isReleased = newest && (await readFile(newest.file, "utf8")) === (await readFile(now.file, "utf8"));
  const all = isReleased ? released : [...released, now];
  const sections = await Promise.all(
    all.map(async ({ title, file }, at) => {
      const before = all[at - 1];
      return `## ${title}\n\n${before ? await changes(before.file, file) : "The first one."}`;
    }),
  );
  const summary = "What changed in the OpenAPI description from release to release";
  return {
    path: "changelog",
    source: "changelog.md",
    title: "Changes of the description",
    summary: `${summary}.`,
    section: "API",
    group: "More",
    markdown: `# Changes of the description\n\n${summary}, and what each change asks of those who rely on it.\n\n${sections.reverse().join("\n\n")}`,
  };
}

/** What programs notice. Texts change all the time, and what is new in them is to be read where they stand. */
async function changes(earlier: string, later: string): Promise<string> {
  const found = (await changesBetween(earlier, later)).filter(({ impact }) => impact !== "wording");
  const lines = found.map(({ impact, place, what }) => `- **${impact}**, \`${place}\`: ${what}`);
  return lines.join("\n") || "Nothing but wording.";
}
