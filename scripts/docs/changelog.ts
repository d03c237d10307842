import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { redocly } from "../redocly.ts";
import { DocsError, type Page } from "./page.ts";

/** Descriptions as they were released, a file a version: `docs/description/1.2.3.yaml`. */
const FOLDER = "docs/description";
const CURRENT = "src/generated/openapi.yaml";

/** What changed in the description from release to release, newest first. */
export async function changelogPage(root: string): Promise<Page> {
  const names = await readdir(join(root, FOLDER)).catch(() => []);
  const released = names
    .filter((name) => /^\d+\.\d+\.\d+.*\.yaml$/.test(name))
    .map((name) => name.slice(0, -".yaml".length))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const kept = released.map((version) => ({ title: version, file: `${FOLDER}/${version}.yaml` }));
  // Right after a release there is nothing else.
  const newest = kept.at(-1);
  const isKept = newest !== undefined && (await areSame(join(root, newest.file), join(root, CURRENT)));
  const files = isKept ? kept : [...kept, { title: "Not released yet", file: CURRENT }];
  const sections = await Promise.all(
    files.map(async ({ title, file }, at) => {
      const before = files[at - 1];
      const changes = before ? await changesBetween(root, before.file, file) : "The first one.";
      return `## ${title}\n\n${changes}`;
    }),
  );
  return {
    path: "changelog",
    source: "changelog.md",
    title: "Changes of the description",
    summary: "What changed in the OpenAPI description from release to release.",
    section: "Project",
    markdown: [
      "# Changes of the description",
      "What changed in the OpenAPI description from release to release, and what each change asks of those who rely on it.",
      ...sections.reverse(),
    ].join("\n\n"),
  };
}

const areSame = async (file: string, other: string): Promise<boolean> =>
  (await readFile(file, "utf8")) === (await readFile(other, "utf8"));

async function changesBetween(root: string, base: string, revision: string): Promise<string> {
  const { code, stdout, stderr } = await redocly(
    ["diff", base, revision, "--format=markdown", "--fail-on=none"],
    root,
  );
  if (code !== 0) throw new DocsError([`${base} and ${revision} cannot be compared:\n${stderr}`]);
  // Its headings go below ours.
  return stdout.trim().replace(/^#+/gm, "###") || "Nothing.";
}
