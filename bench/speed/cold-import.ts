import { must } from "../../scripts/run.ts";
import type { Stage } from "../stage.ts";
import { ratios, type Summary, summarize } from "./summary.ts";

export interface Import {
  readonly name: string;
  readonly milliseconds: Summary;
  /** Against openapi-fetch. */
  readonly ratio: Summary;
}

const names = [
  "openapi-fetch",
  "leap0-fetch",
  "ky",
  "ofetch",
  "up-fetch",
  "@hey-api/client-fetch",
  "axios",
  "openai",
  "e2b",
];

/** The first import of a package in a new process, the process itself not counted. */
export async function measureImports(stage: Stage, rounds: number): Promise<Import[]> {
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  const once = async (name: string) =>
    Number(await must(process.execPath, ["--input-type=module", "-e", program(name)], { cwd: stage.folder }));
  for (const name of names) await once(name); // from the disk
  for (let round = 0; round < rounds; round++)
    for (const [name, taken] of samples) taken.push(await once(name));
  const baseline = samples.get("openapi-fetch") ?? [];
  return names.map((name) => ({
    name,
    milliseconds: summarize(samples.get(name) ?? []),
    ratio: summarize(ratios(samples.get(name) ?? [], baseline)),
  }));
}

const program = (name: string) =>
  `const startedAt = performance.now(); await import(${JSON.stringify(name)}); process.stdout.write(String(performance.now() - startedAt));`;
