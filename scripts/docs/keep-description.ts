// Run once for a release: keeps the description as it is now, for the changelog to compare the next ones with.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDescription } from "../description/read.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { info } = await readDescription(root);
const kept = `docs/description/${info.version}.json`;
await mkdir(join(root, "docs/description"), { recursive: true });
await copyFile(join(root, "src/generated/openapi.json"), join(root, kept));
console.log(`${kept} is the description of ${info.version}.`);
