import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// Longer than a process takes to end, and shorter than any limit of a call.
const PATIENCE_MS = 3000;

test("a program ends by itself as soon as its last call has, whatever faults it met", async () => {
  const program = fileURLToPath(new URL("./matrix/pause-through-faults.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=leap0-source", program], {
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
