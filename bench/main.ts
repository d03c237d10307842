// Measures the packed package and its peers in one run. --quick: a smoke run. --json: the figures as data.
// --gate: ends with 1 where a figure is worse than it may ever be. --built: dist/ is fresh.
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf, passes, type Results, report } from "./figures.ts";
import { measureBundles, measureInstalls } from "./size.ts";
import { measureCalls, measureImports } from "./speed/calls.ts";
import { openStage, type Stage } from "./stage.ts";

const flag = { type: "boolean", default: false } as const;
const { values: flags } = parseArgs({ options: { quick: flag, json: flag, gate: flag, built: flag } });

const packages = ["openapi-fetch", "leap0-fetch", "ky", "openai", "e2b"];

// Calls in seconds for each client, imports in rounds.
const effort = flags.quick
  ? { loopback: 0.5, inProcess: 0.3, imports: 2 }
  : { loopback: 5, inProcess: 2.5, imports: 9 };

async function measure(stage: Stage): Promise<Results> {
  const step = <T>(what: string, work: () => Promise<T>): Promise<T> => {
    console.error(`${what} …`);
    return work();
  };
  const peers = packages.filter((name) => name !== "leap0-fetch");
  return {
    machine: `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, ${process.platform}, Node ${process.versions.node}`,
    versions: await versionsIn(stage.folder),
    ...(await step("calls", () =>
      measureCalls(stage, {
        loopback: { seconds: effort.loopback, calls: 25 },
        inProcess: { seconds: effort.inProcess, calls: 100 },
      }),
    )),
    bundles: await step("bundles", () => measureBundles(stage.folder)),
    imports: await step("cold imports", () => measureImports(stage, packages, effort.imports)),
    installs: await step("installed size", async () => [
      ...(await measureInstalls(stage.own, ["leap0-fetch"])),
      ...(await measureInstalls(stage.folder, peers)),
    ]),
  };
}

async function versionsIn(folder: string): Promise<Record<string, string>> {
  const versions = packages.map(async (name) => {
    const manifest = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
    return [name, (JSON.parse(manifest) as { version: string }).version] as const;
  });
  return Object.fromEntries(await Promise.all(versions));
}

const stage = await openStage(flags.built);
try {
  const results = await measure(stage);
  const figures = figuresOf(results);
  console.log(flags.json ? JSON.stringify({ figures, ...results }, undefined, 2) : report(results));
  const unbearable = figures.filter((figure) => passes(figure, figure.worst));
  for (const { what, value, worst } of unbearable) console.error(`${what}: ${value} is beyond ${worst}`);
  if (flags.gate && unbearable.length) process.exitCode = 1;
} finally {
  await stage.remove();
}
