import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { DocsError } from "./page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "site") } } });
const begun = performance.now();
try {
  const { pages, bytes } = await build(root, values.out);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${values.out}: ${pages} pages, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s.`);
} catch (error) {
  if (!(error instanceof DocsError)) throw error;
  console.error("The site was not built:");
  for (const problem of error.problems) console.error(`  ${problem}`);
  process.exitCode = 1;
}
