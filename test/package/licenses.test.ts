import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bundledPackages, fileIn, licenses } from "../../scripts/licenses/licenses.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("finds the packages whose code is bundled, and those that generated code comes from", async () => {
  expect(await bundledPackages(root)).toEqual(["ajv", "ajv-formats", "aws4fetch", "hono"]);
});

test("their licences are shipped", async () => {
  expect(await readFile(fileIn(root), "utf8")).toBe(await licenses(root));
  const { files } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  expect(files).toContain("THIRD-PARTY-LICENSES.txt");
});
