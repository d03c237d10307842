import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { DocsError } from "./page.ts";
import { serve } from "./serve.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(root, "site") },
    serve: { type: "boolean", default: false },
    draft: { type: "boolean", default: false },
    port: { type: "string", default: "4100" },
  },
});

const run = async (): Promise<boolean> => {
  const begun = performance.now();
  try {
    const { pages, files, bytes } = await build(root, values.out, values.draft || values.serve);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(
      `${values.out}: ${pages} pages, ${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s.`,
    );
    return true;
  } catch (error) {
    if (!(error instanceof DocsError)) throw error;
    console.error("The site was not built:");
    for (const problem of error.problems) console.error(`  ${problem}`);
    return false;
  }
};

const good = await run();
if (values.serve) await serve({ root, site: values.out, port: Number(values.port), rebuild: run });
else process.exitCode = good ? 0 : 1;
