// Runs the conformance suite on the packed package, wherever it is meant to run.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { groups } from "../../test/conformance/groups/index.ts";
import { plan } from "../../test/conformance/suite.ts";
import { bundle } from "./bundle.ts";
import { complaints, count, drawMatrix, isGood, type Row } from "./matrix.ts";
import { Missing, type Platform, type Workshop } from "./platform.ts";
import { platforms } from "./platforms/index.ts";
import { serve } from "./servers.ts";
import { installed } from "./tarball.ts";

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

async function test(platform: Platform, workshop: Workshop): Promise<Row> {
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
  const serving = await serve(workshop.folder);
  try {
    const ready = await platform.prepare(workshop);
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
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const only = values.only?.split(",");
  const wanted = platforms.filter(({ runtime }) => only?.includes(runtime.name) ?? true);
  const pack = await installed({ built: values.built });
  try {
    const suite = join(pack.folder, "suite.mjs");
    const external = ["leap0-fetch", "leap0-fetch/emulator"];
    await bundle("command", pack.folder, suite, { platform: "node", external });
    const rows: Row[] = [];
    // One after the other: the cases that watch the time want the machine for themselves.
    for (const platform of wanted) {
      const row = await test(platform, { folder: pack.folder, suite });
      console.error(`${row.name}: ${row.skipped ?? row.broken ?? `${(row.ms / 1000).toFixed(1)} s`}`);
      rows.push(row);
    }
    const totals = count(rows);
    console.log(
      `\n${drawMatrix(
        rows,
        groups.map(({ name }) => name),
      )}\n`,
    );
    for (const line of complaints(rows)) console.log(line);
    console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    return isGood(totals, values["require-all"]);
  } finally {
    await pack.remove();
  }
}

process.exitCode = (await main()) ? 0 : 1;
