import { createRequire } from "node:module";
import { join } from "node:path";
import { type Ended, run } from "./run.ts";

const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");

/** It reports to nobody, looks for no newer version, and does not colour. */
const quiet = {
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
};

/**
 * Runs Redocly CLI and gives back what it printed. Its core is bundled into the program and not published at the same
 * version, so there is no API to call instead.
 */
export async function redocly(args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await run(process.execPath, [cli, ...args], { cwd, env: quiet });
  // On Node 20 each run greets with a framed notice about the Node version. There is no option for it, and above a real
  // problem it reads like the problem.
  return { ...ended, stderr: ended.stderr.replace(/^\s*[╔║╚].*\n?/gmu, "").trim() };
}
