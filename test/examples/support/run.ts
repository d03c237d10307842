import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Is shown all that was written so far, whenever more comes. */
  readonly watch?: (out: string, child: ChildProcess) => void;
}

/** Runs a program of `examples/` as its reader would, with nothing of our own environment that could change it. */
export function run(
  program: string,
  given: readonly string[] = [],
  { env, watch }: How = {},
): Promise<Ended> {
  const settings = Object.entries(process.env).filter(
    ([name]) => !/^(LEAP0_|S3_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=leap0-source", `examples/${program}`, ...given],
    { cwd: root, env: { ...Object.fromEntries(settings), ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => {
    out += text;
    watch?.(out, child);
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
