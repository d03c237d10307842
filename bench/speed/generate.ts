import { root } from "../../scripts/install.ts";
import { run } from "../../scripts/run.ts";
import { type Summary, summarize } from "./summary.ts";

/** How long generating takes, in seconds. It compares instead of writing, so that a measurement changes nothing. */
export async function measureGenerate(rounds: number): Promise<Summary> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const { stderr } = await run("npm", ["run", "--silent", "generate", "--", "--check"], { cwd: root });
    if (/Nothing was generated|Error:/.test(stderr)) throw new Error(stderr);
    samples.push((performance.now() - startedAt) / 1_000);
  }
  return summarize(samples);
}
