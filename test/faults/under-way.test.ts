import { expect, test } from "vitest";
import type { OperationId } from "../../src/generated/operations.ts";
import { cells } from "./matrix/cells.ts";
import { problems } from "./matrix/judge.ts";
import { leap0 } from "./matrix/leap0.ts";
import { runAll } from "./matrix/run-all.ts";
import { useShortJitter } from "./matrix/short-jitter.ts";

useShortJitter();

const moving: readonly OperationId[] = ["pauseSandbox", "stopSandbox", "startSandbox"];

test("a write whose answer was lost while the sandbox is on its way is waited for, not repeated", async () => {
  const lost = cells.filter(
    ({ subject, fault, span }) =>
      moving.includes(subject.id) && span === "once" && fault.applies && fault.family !== "redirect",
  );
  const results = await runAll(leap0, lost, { stateDelayMs: 1500, respondWhen: "accepted" });
  const wrong = results.flatMap(({ cell, seen }) =>
    problems(cell, seen).map((problem) => `${cell.subject.id}, the API ${cell.fault.name}: ${problem}`),
  );
  expect(results.length).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});
