// Runs the conformance suite on the packed package, wherever it is meant to run.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { groups, plan } from "../../test/conformance/suite.ts";
import { installed, Missing } from "../install.ts";
import { complaints, count, drawMatrix, isGood, type Row } from "./matrix.ts";
import { bundle, type Platform, platforms } from "./platforms.ts";
import { serve } from "./servers.ts";

const { values } = parseArgs({
  options: {
    "require-all": { type: "boolean", default: false },
    built: { type: "boolean", default: false },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const HELP = `npm run test:runtimes -- [options]

  --only a,b      only platforms with these names: ${platforms.map(({ runtime }) => runtime.name).join(", ")}
  --built         dist/ is fresh: pack it as it is
  --require-all   fail where a platform is skipped because this machine cannot have it
`;

async function test(platform: Platform, folder: string, suite: string): Promise<Row> {
  const { name } = platform.runtime;
  const planned = plan(platform.runtime).reduce((sum, { cases }) => sum + cases.length, 0);
  const startedAt = performance.now();
  const row = (rest: Partial<Row>): Row => ({
    name,
    planned,
    reports: [],
    ms: performance.now() - startedAt,
    ...rest,
  });
  const serving = await serve(folder);
  try {
    const ready = await platform.prepare(folder, suite);
    const { version } = ready;
    try {
      return row({ version, reports: await ready.run(serving.servers) });
    } catch (error) {
      return row({ version, broken: String(error) });
    } finally {
      await ready.close?.();
    }
  } catch (error) {
    return row(error instanceof Missing ? { skipped: error.message } : { broken: String(error) });
  } finally {
    await serving.close();
  }
}

async function main(): Promise<boolean> {
  const only = values.only?.split(",");
  const wanted = platforms.filter(({ runtime }) => only?.includes(runtime.name) ?? true);
  const { folder, remove } = await installed({ built: values.built });
  try {
    const suite = join(folder, "suite.mjs");
    await bundle(folder, suite, {
      platform: "node",
      alias: {},
      external: ["leap0-fetch", "leap0-fetch/emulator"],
    });
    const rows: Row[] = [];
    for (const platform of wanted) {
      const row = await test(platform, folder, suite);
      console.error(`${row.name}: ${row.skipped ?? row.broken ?? `${(row.ms / 1000).toFixed(1)} s`}`);
      rows.push(row);
    }
    const totals = count(rows);
    const names = groups.map(({ name }) => name);
    console.log(["", drawMatrix(rows, names), "", ...complaints(rows)].join("\n"));
    console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    return isGood(totals, values["require-all"]);
  } finally {
    await remove();
  }
}

if (values.help) console.log(HELP);
else process.exitCode = (await main()) ? 0 : 1;
