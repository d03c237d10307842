import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

export const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");

/** It reports to nobody, looks for no newer version, and does not colour. */
export const quiet = {
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
};

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs Redocly CLI and gives back what it printed. Its core is bundled into the program and not published at the same
 * version, so there is no API to call instead.
 */
export function redocly(args: readonly string[], cwd: string): Promise<Run> {
  const env = { ...process.env, ...quiet };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { cwd, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr: withoutBanner(stderr) });
      },
    );
  });
}

// On Node 20 each run greets with a framed notice about the Node version. There is no option for it, and above a real
// problem it reads like the problem.
function withoutBanner(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*[╔║╚]/u.test(line))
    .join("\n")
    .trim();
}
