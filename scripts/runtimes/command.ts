import type { Runtime, Servers } from "../../test/conformance/stage.ts";
import type { GroupReport } from "../../test/conformance/suite.ts";
import { must } from "./run.ts";

const LONGEST_MS = 180_000;

/** Runs the suite as a program and reads its report from what it prints. */
export async function runCommand(
  file: string,
  args: readonly string[],
  cwd: string,
  runtime: Runtime,
  servers: Servers,
): Promise<GroupReport[]> {
  const given = JSON.stringify({ runtime, servers });
  // A key or a base URL of this machine's user would change what is tested.
  const env = { LEAP0_API_KEY: "", LEAP0_BASE_URL: "", LEAP0_SANDBOX_DOMAIN: "", NODE_NO_WARNINGS: "1" };
  const printed = await must(file, [...args, given], { cwd, env, timeoutMs: LONGEST_MS });
  const line = printed.split("\n").findLast((each) => each.startsWith("REPORT "));
  if (!line) throw new Error(`no report:\n${printed.slice(-2_000)}`);
  return JSON.parse(line.slice("REPORT ".length));
}

/** What a program says its version is. */
export const versionOf = async (file: string, args: readonly string[] = ["--version"]): Promise<string> =>
  /\d+[\w.-]*/.exec(await must(file, args, { cwd: "/" }))?.[0] ?? "?";
