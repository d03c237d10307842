// Part of `npm run release:publish`. The registry accepts a provenance only where package.json names the repository
// that the workflow ran in; the workflow knows it best.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { repositoryOf } from "./workflow.ts";

const file = fileURLToPath(new URL("../../package.json", import.meta.url));
const repository = repositoryOf(process.env);
if (repository) {
  const manifest = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, `${JSON.stringify({ ...manifest, repository }, undefined, 2)}\n`);
} else {
  console.error("Releases are published by the release workflow, with provenance, and not from a machine.");
  process.exitCode = 1;
}
