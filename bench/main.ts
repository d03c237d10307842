import { readFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figuresOf, reaches } from "./figures.ts";
import { report } from "./report.ts";
import type { Results } from "./results.ts";
import { measureBundles } from "./size/bundles.ts";
import { measureInstalls } from "./size/installs.ts";
import { measureCalls, measureHeap } from "./speed/calls.ts";
import { measureImports } from "./speed/cold-import.ts";
import { measureEmulator } from "./speed/emulator.ts";
import { measureGenerate } from "./speed/generate.ts";
import { measureStretches } from "./speed/stretches.ts";
import { openStage, type Stage } from "./stage.ts";
import { measureChecks } from "./types/check.ts";

// Measures the packed package and its peers in one run. --quick: a smoke run. --json: the figures as data.
// --gate: ends with 1 where a figure is worse than it may ever be. --built: dist/ is fresh.

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
    built: { type: "boolean", default: false },
  },
});

// Calls in seconds for each client, the heap in calls, the rest in rounds.
const effort = flags.quick
  ? {
      loopback: 0.5,
      inProcess: 0.3,
      imports: 2,
      checks: 1,
      generate: 1,
      emulator: 2,
      stretches: 20,
      heap: 20_000,
    }
  : {
      loopback: 5,
      inProcess: 2.5,
      imports: 9,
      checks: 3,
      generate: 2,
      emulator: 8,
      stretches: 300,
      heap: 100_000,
    };

const peers = [
  "openapi-fetch",
  "ky",
  "ofetch",
  "up-fetch",
  "@hey-api/client-fetch",
  "axios",
  "openai",
  "e2b",
];

async function measure(stage: Stage): Promise<Results> {
  const step = <T>(what: string, work: () => Promise<T>): Promise<T> => {
    console.error(`${what} …`);
    return work();
  };
  return {
    machine: `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, ${process.platform}, Node ${process.versions.node}`,
    versions: await versionsIn(stage.folder),
    ...(await step("calls", () =>
      measureCalls(stage, {
        loopback: { seconds: effort.loopback, calls: 25 },
        inProcess: { seconds: effort.inProcess, calls: 100 },
      }),
    )),
    stretches: await step("stretches of a call", () => measureStretches(stage, effort.stretches)),
    heapBytesPerCall: await step("heap", () => measureHeap(stage, effort.heap)),
    bundles: await step("bundles", () => measureBundles(stage.folder)),
    imports: await step("cold imports", () => measureImports(stage, effort.imports)),
    installs: await step("installed size", async () => [
      ...(await measureInstalls(stage.own, ["leap0-fetch"])),
      ...(await measureInstalls(stage.folder, peers)),
    ]),
    checks: await step("type checks", () => measureChecks(stage, effort.checks)),
    generateSeconds: await step("generate", () => measureGenerate(effort.generate)),
    emulator: await step("emulator", () =>
      measureEmulator(stage, { rounds: effort.emulator, requests: 4_000 }),
    ),
  };
}

async function versionsIn(folder: string): Promise<Record<string, string>> {
  const versions = ["leap0-fetch", ...peers].map(async (name) => {
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
  const unbearable = figures.filter((figure) => !reaches(figure, figure.worst));
  for (const { what, value, worst } of unbearable) console.error(`${what}: ${value} is beyond ${worst}`);
  if (flags.gate && unbearable.length) process.exitCode = 1;
} finally {
  await stage.remove();
}
