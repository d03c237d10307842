import { stringify } from "yaml";
import type { Description } from "../description/document.ts";
import { bundle, operationsOf } from "../description/read.ts";
import { renderEmulatorData } from "./emulator.ts";
import { renderFacts } from "./facts.ts";
import { renderOperations } from "./operations.ts";
import { notice } from "./render.ts";
import { renderTypes } from "./types.ts";
import { renderValidatorTypes } from "./validator-types.ts";
import { renderValidators } from "./validators.ts";
import { renderVersion } from "./version.ts";

/** Contents by path below `src/generated/`. */
export type Files = ReadonlyMap<string, string>;

/** Everything that the description in `root/spec` and the version in `root/package.json` yield. Nothing is written. */
export async function generate(root: string): Promise<Files> {
  return new Map([...(await render(await bundle(root))), ["version.ts", await renderVersion(root)]]);
}

/** The same from a description that is bundled already. */
export async function render(description: Description): Promise<Files> {
  const operations = operationsOf(description);
  // First those that name what the description lacks.
  const small = {
    "operations.ts": renderOperations(description, operations),
    "facts.ts": renderFacts(description, operations),
    "emulator/description.ts": renderEmulatorData(description, operations),
  };
  return new Map(
    Object.entries({
      ...small,
      "schema.ts": await renderTypes(description),
      "emulator/validators.js": await renderValidators(description, operations),
      "emulator/validators.d.ts": renderValidatorTypes(),
      "openapi.json": `${JSON.stringify(description, undefined, 2)}\n`,
      "openapi.yaml": `# ${notice}\n${stringify(description, { lineWidth: 0 })}`,
    }),
  );
}
