import { execFile } from "node:child_process";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, or to its time limit. */
export function run(
  file: string,
  args: readonly string[],
  { cwd, timeoutMs = 300_000, env = {} }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({
        code,
        stdout,
        stderr: error?.killed ? `${stderr}\nkilled after ${timeoutMs} ms` : stderr || String(error ?? ""),
      });
    });
  });
}

/** The same for programs that have to succeed. Gives what they printed. */
export async function must(file: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code !== 0)
    throw new Error(`${file} ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`.trim());
  return stdout;
}
