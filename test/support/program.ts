import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Is shown all that was written so far, whenever more comes. */
  readonly watch?: (out: string, child: ChildProcess) => void;
}

/** Starts a program from its sources, with nothing of our own environment that could change it. */
export function start(program: string, given: readonly string[] = [], { env, watch }: How = {}) {
  const settings = Object.entries(process.env).filter(
    ([name]) => !/^(LEAP0_|S3_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=leap0-source", program, ...given], {
    cwd: root,
    env: { ...Object.fromEntries(settings), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { out: "", err: "" };
  child.stdout.on("data", (text) => {
    written.out += text;
    watch?.(written.out, child);
  });
  child.stderr.on("data", (text) => {
    written.err += text;
  });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  return { child, written, ended };
}

/** Runs a program of `examples/` as its reader would, to its end. */
export async function run(program: string, given?: readonly string[], how?: How) {
  const { written, ended } = start(`examples/${program}`, given, how);
  return { code: await ended, ...written };
}
