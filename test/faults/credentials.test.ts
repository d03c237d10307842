import { expect, test } from "vitest";
import type { Cell } from "./matrix/cells.ts";
import { faults } from "./matrix/faults.ts";
import { leap0 } from "./matrix/leap0.ts";
import { SECRET, type Subject, subjects } from "./matrix/operations.ts";
import type { Span } from "./matrix/rules.ts";
import { runAll } from "./matrix/run-all.ts";
import { useShortJitter } from "./matrix/short-jitter.ts";

useShortJitter();

const update = subjects.find(({ id }) => id === "updateSandboxMount") as Subject;
const withSecret: Subject = { ...update, body: { prefix: "v2/", secret_access_key: SECRET } };
const lost = faults.filter(({ family, applies }) => family === "doubtful" && applies);

const cellsOf = (span: Span, ends: "answer" | "error"): Cell[] =>
  lost.map((fault) => ({
    subject: withSecret,
    fault,
    span,
    expected: { ends, applied: 1, sent: 1, outcomeUnknown: ends === "error" },
  }));

test("an update that brings credentials is sent again when its answer was lost, since they cannot be looked up", async () => {
  const results = await runAll(leap0, cellsOf("once", "answer"));
  expect(results.length).toBeGreaterThan(5);
  for (const { seen } of results)
    expect(seen).toMatchObject({ ends: "answer", isRightAnswer: true, isDone: true, left: 0 });
});

test("when it is never answered, the error leaves open whether it took effect", async () => {
  const results = await runAll(leap0, cellsOf("lasting", "error"));
  for (const { seen } of results)
    expect(seen).toMatchObject({ ends: "error", value: { outcomeUnknown: true }, isDone: true, left: 0 });
});
