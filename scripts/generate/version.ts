import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { constant, notice } from "./render.ts";

/** `src/generated/version.ts`: the package's version, which stands in package.json and nowhere else. */
export async function renderVersion(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return `// ${notice}\n\n${constant("version", version, "The version of this package.")}`;
}
