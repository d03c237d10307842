import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DescriptionError } from "../description/document.ts";
import { generate } from "./generate.ts";
import { staleIn, update } from "./stale.ts";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    root: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
  },
});

try {
  process.exitCode = await run(values.root, values.check);
} catch (error) {
  if (!(error instanceof DescriptionError)) throw error;
  console.error("Nothing was generated. The description lacks something:");
  for (const problem of error.problems) console.error(`  ${problem}`);
  process.exitCode = 1;
}

async function run(root: string, check: boolean): Promise<number> {
  const folder = join(root, "src/generated");
  const files = await generate(root);
  const stale = check ? await staleIn(folder, files) : await update(folder, files);
  for (const { path, why } of stale) console.log(`  src/generated/${path}${check ? `: ${why}` : ""}`);
  if (stale.length === 0) console.log("src/generated/ is current.");
  else if (check)
    console.error("src/generated/ is stale. Run `npm run generate`, and commit what it writes.");
  else console.log(`src/generated/ is current now: ${stale.length} of ${files.size} files changed.`);
  return check && stale.length > 0 ? 1 : 0;
}
