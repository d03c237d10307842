import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

// Longer than a process takes to end, and shorter than any limit of a call.
const PATIENCE_MS = 3000;

/** Pauses a sandbox through every fault, says so, and has nothing else to do. */
const PROGRAM = `
  import { cells } from "./matrix/rules.ts";
  import { leap0 } from "./matrix/clients.ts";
  import { runAll } from "./matrix/run.ts";
  await runAll(leap0, cells.filter(({ subject }) => subject.id === "pauseSandbox"));
  console.log("done");
`;

test("a program ends by itself as soon as its last call has, whatever faults it met", async () => {
  const flags = ["--import", "tsx", "--conditions=leap0-source", "--input-type=module", "--eval", PROGRAM];
  const child = spawn(process.execPath, flags, {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  child.stdout.on("data", (part) => {
    printed += part;
    if (printed.includes("done")) timer ??= setTimeout(() => child.kill(), PATIENCE_MS);
  });
  const [code] = await once(child, "exit");
  clearTimeout(timer);
  expect(printed).toContain("done");
  // Killed for lingering, it would have none.
  expect(code).toBe(0);
});
