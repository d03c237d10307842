import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { spreadVersion, versionIn } from "../../scripts/release/versions.ts";
import { repositoryOf } from "../../scripts/release/workflow.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of what names the version, after `changeset version` has made 9.8.7 of it. */
async function raised(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-release-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "spec"));
  for (const path of ["package.json", "package-lock.json", "spec/openapi.yaml"])
    await cp(join(root, path), join(folder, path));
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, version: "9.8.7" }));
  return folder;
}

const linesOf = (text: string): string[] => text.split("\n");

test("the version of package.json comes to the lock file and the description, and nothing else changes there", async () => {
  const folder = await raised();
  const before = await versionIn(root);
  expect(await spreadVersion(folder)).toEqual(["package-lock.json", "spec/openapi.yaml"]);
  for (const [path, places] of [
    ["package-lock.json", 2],
    ["spec/openapi.yaml", 1],
  ] as const) {
    const old = linesOf(await readFile(join(root, path), "utf8"));
    const now = linesOf(await readFile(join(folder, path), "utf8"));
    const different = now.filter((line, at) => line !== old[at]);
    expect(different, path).toHaveLength(places);
    expect(different.map((line) => line.replace("9.8.7", before))).toEqual(
      old.filter((line, at) => line !== now[at]),
    );
  }
  expect(parse(await readFile(join(folder, "spec/openapi.yaml"), "utf8")).info.version).toBe("9.8.7");
  expect(await spreadVersion(folder)).toEqual([]);
});

test("here they agree", async () => {
  const version = await versionIn(root);
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  expect([lock.version, lock.packages[""].version]).toEqual([version, version]);
  expect(parse(await readFile(join(root, "spec/openapi.yaml"), "utf8")).info.version).toBe(version);
});

test("the repository is the one that the workflow runs in, and a machine has none", () => {
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://git.example.com",
    GITHUB_REPOSITORY: "some/where",
  };
  expect(repositoryOf(env)).toEqual({ type: "git", url: "git+https://git.example.com/some/where.git" });
  expect(repositoryOf({ ...env, GITHUB_ACTIONS: undefined })).toBeUndefined();
  expect(repositoryOf({ GITHUB_ACTIONS: "true" })).toBeUndefined();
});
