import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./copy.ts";

const tsx = createRequire(import.meta.url).resolve("tsx/cli");

/** Runs one of the programs in `scripts/`. */
export function program(
  script: string,
  ...args: string[]
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, join(root, "scripts", script), ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}
