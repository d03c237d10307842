import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/install.ts";
import { must } from "../../scripts/run.ts";
import { ratios, type Summary, summarize } from "../speed/summary.ts";
import type { Stage } from "../stage.ts";

/** What the compiler does for a file that makes the same ten calls. */
export interface Check {
  readonly name: string;
  readonly instantiations: number;
  readonly seconds: Summary;
  /** Against bare openapi-fetch with the same description. */
  readonly ratio: Summary;
}

/** Which calls a consumer makes, and the module that its client comes from. */
const consumers: Readonly<Record<string, readonly [calls: string, client: string]>> = {
  "openapi-fetch": [
    "typed-fetch",
    'import createClient from "openapi-fetch";\nimport type { paths } from "./schema.js";\nexport const client = createClient<paths>();',
  ],
  "leap0-fetch": [
    "methods",
    'import { Leap0Client } from "leap0-fetch";\nexport const client = new Leap0Client();',
  ],
  "leap0-fetch, client.api": [
    "typed-fetch",
    'import { Leap0Client } from "leap0-fetch";\nexport const client = new Leap0Client().api;',
  ],
};
const names = Object.keys(consumers);

const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2023", "dom", "dom.iterable"],
  types: [],
};

export async function measureChecks(stage: Stage, rounds: number): Promise<Check[]> {
  for (const name of names) await consumer(stage, name);
  const taken = new Map(names.map((name) => [name, [] as Diagnostics[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, all] of taken) all.push(await compile(join(stage.folder, "types", name)));
  const secondsOf = (name: string) => (taken.get(name) ?? []).map(({ seconds }) => seconds);
  return names.map((name) => ({
    name,
    instantiations: taken.get(name)?.[0]?.instantiations ?? Number.NaN,
    seconds: summarize(secondsOf(name)),
    ratio: summarize(ratios(secondsOf(name), secondsOf("openapi-fetch"))),
  }));
}

async function consumer(stage: Stage, name: string): Promise<void> {
  const [calls = "", client = ""] = consumers[name] ?? [];
  const folder = join(stage.folder, "types", name);
  await mkdir(folder, { recursive: true });
  await copyFile(fileURLToPath(new URL(`${calls}.ts.txt`, import.meta.url)), join(folder, "calls.ts"));
  await copyFile(join(root, "src/generated/schema.ts"), join(folder, "schema.d.ts"));
  await writeFile(join(folder, "client.ts"), `${client}\n`);
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["calls.ts"] }));
}

interface Diagnostics {
  readonly instantiations: number;
  readonly seconds: number;
}

async function compile(folder: string): Promise<Diagnostics> {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const printed = await must(process.execPath, [compiler, "-p", folder, "--extendedDiagnostics"], {
    cwd: folder,
  });
  const figure = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(printed)?.[1]);
  return { instantiations: figure("Instantiations"), seconds: figure("Check time") };
}
