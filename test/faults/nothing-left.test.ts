import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Pauses a sandbox through every fault, says so, and has nothing else to do: what keeps it from ending makes it fail. */
const PROGRAM = `
  import { cells } from "./matrix/rules.ts";
  import { leap0 } from "./matrix/clients.ts";
  import { runAll } from "./matrix/run.ts";
  await runAll(leap0, cells.filter(({ subject }) => subject.id === "pauseSandbox"));
  console.log("done");
  // Longer than a process takes to end, and shorter than any limit of a call.
  setTimeout(() => process.exit(1), 3000).unref();
`;

test("a program ends by itself as soon as its last call has, whatever faults it met", async () => {
  const flags = ["--import", "tsx", "--conditions=leap0-source", "--input-type=module", "--eval", PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname });
  expect(stdout).toContain("done");
});
