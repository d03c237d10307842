import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Description } from "../description/document.ts";
import { bundle, operationsOf } from "../description/read.ts";
import { renderEmulatorData } from "./emulator.ts";
import { renderFacts } from "./facts.ts";
import { renderOperations } from "./operations.ts";
import { constant, formatted, notice } from "./source.ts";
import { renderTypes } from "./types.ts";
import { renderValidators, renderValidatorTypes } from "./validators.ts";

/** Contents by path below `src/generated/`. */
export type Files = ReadonlyMap<string, string>;

/** Everything that the description in `root/spec` and the version in `root/package.json` yield. Nothing is written. */
export async function generate(root: string): Promise<Files> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return render(await bundle(root), version);
}

/** The same from a description that is bundled already. */
export async function render(description: Description, version = "0.0.0"): Promise<Files> {
  const operations = operationsOf(description);
  const sources = {
    // First those that name what the description lacks.
    "operations.ts": renderOperations(description, operations),
    "facts.ts": renderFacts(description, operations),
    "emulator/description.ts": renderEmulatorData(description, operations),
    "schema.ts": await renderTypes(description),
    "emulator/validators.d.ts": renderValidatorTypes(),
    "version.ts": `// ${notice}\n\n${constant("version", version, "The version of this package.")}`,
  };
  return new Map([
    ...Object.entries(sources).map(([path, source]) => [path, formatted(path, source)] as const),
    ["emulator/validators.js", await renderValidators(description, operations)],
    ["openapi.json", `${JSON.stringify(description, undefined, 2)}\n`],
  ]);
}
