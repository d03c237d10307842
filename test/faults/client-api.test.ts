import { expect, test } from "vitest";
import type { OperationId } from "../../src/generated/operations.ts";
import { cells } from "./matrix/cells.ts";
import { problems } from "./matrix/judge.ts";
import { leap0Api } from "./matrix/leap0.ts";
import type { Span } from "./matrix/rules.ts";
import { runAll } from "./matrix/run-all.ts";
import { useShortJitter } from "./matrix/short-jitter.ts";

useShortJitter();

// One operation of each kind, and one that promises no body: the rest is the same transport.
const operations: readonly OperationId[] = ["getSandbox", "pauseSandbox", "createSandbox", "deleteSandbox"];

test.each<[string, Span]>([
  ["one fault", "once"],
  ["a lasting fault", "lasting"],
])(
  "client.api comes through %s as the methods do",
  async (_, span) => {
    const own = cells.filter(({ subject, span: of }) => operations.includes(subject.id) && of === span);
    const results = await runAll(leap0Api, own);
    const wrong = results.flatMap(({ cell, seen }) =>
      problems(cell, seen).map((problem) => `${cell.subject.id}, the API ${cell.fault.name}: ${problem}`),
    );
    expect(results.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  },
  60_000,
);
