import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { changesBetween } from "../spec-diff/changes.ts";
import type { Page } from "./page.ts";

/** Descriptions as they were released, a file a version: `docs/description/1.2.3.json`. */
const FOLDER = "docs/description";
const CURRENT = "src/generated/openapi.json";

/** What changed in the description from release to release, newest first. */
export async function changelogPage(root: string): Promise<Page> {
  const names = await readdir(join(root, FOLDER)).catch(() => []);
  const released = names
    .filter((name) => /^\d+\.\d+\.\d+.*\.json$/.test(name))
    .map((name) => name.slice(0, -".json".length))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const kept = released.map((version) => ({ title: version, file: `${FOLDER}/${version}.json` }));
  // Right after a release there is nothing else.
  const newest = kept.at(-1);
  const isKept = newest !== undefined && (await areSame(join(root, newest.file), join(root, CURRENT)));
  const files = isKept ? kept : [...kept, { title: "Not released yet", file: CURRENT }];
  const sections = await Promise.all(
    files.map(async ({ title, file }, at) => {
      const before = files[at - 1];
      const changes = before ? await listed(join(root, before.file), join(root, file)) : "The first one.";
      return `## ${title}\n\n${changes}`;
    }),
  );
  return {
    path: "changelog",
    source: "changelog.md",
    title: "Changes of the description",
    summary: "What changed in the OpenAPI description from release to release.",
    section: "API",
    group: "More",
    markdown: [
      "# Changes of the description",
      "What changed in the OpenAPI description from release to release, and what each change asks of those who rely on it.",
      ...sections.reverse(),
    ].join("\n\n"),
  };
}

const areSame = async (file: string, other: string): Promise<boolean> =>
  (await readFile(file, "utf8")) === (await readFile(other, "utf8"));

/** What programs notice. Texts change all the time, and what is new in them is to be read where they stand. */
async function listed(earlier: string, later: string): Promise<string> {
  const changes = (await changesBetween(earlier, later)).filter(({ impact }) => impact !== "wording");
  const lines = changes.map(({ impact, place, what }) => `- **${impact}**, \`${place}\`: ${what}`);
  return lines.join("\n") || "Nothing but wording.";
}
