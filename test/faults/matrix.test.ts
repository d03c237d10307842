import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OperationId } from "../../src/generated/operations.ts";
import { ways } from "../support/emulated.ts";
import { leap0, leap0Api } from "./matrix/clients.ts";
import { faults } from "./matrix/faults.ts";
import { problems } from "./matrix/judge.ts";
import { SECRET, subjects } from "./matrix/operations.ts";
import { renderMatrix } from "./matrix/report.ts";
import { type Cell, cells, type Span } from "./matrix/rules.ts";
import { type Result, runAll } from "./matrix/run.ts";

// Backoff takes the short end of its jitter: whether it is spread well is another test's question.
beforeAll(() => void vi.spyOn(Math, "random").mockReturnValue(0.05));
afterAll(() => void vi.mocked(Math.random).mockRestore());

const wrongIn = (results: readonly Result[]): string[] =>
  results.flatMap(({ cell, seen }) =>
    problems(cell, seen).map((problem) => `${cell.subject.id}, ${cell.span}: ${problem}`),
  );

const everywhere = ways.flatMap((way) => [leap0, leap0Api].map((client) => [way, client] as const));

describe.each(everywhere)("the fault matrix, %s, $name", (way, client) => {
  let results: Result[];
  beforeAll(async () => {
    results = await runAll(client, cells, { way });
  });

  test.each(faults)("the API $name: every call ends as the rules say", (fault) => {
    const own = results.filter(({ cell }) => cell.fault === fault);
    expect(own).toHaveLength(cells.filter((cell) => cell.fault === fault).length);
    expect(wrongIn(own)).toEqual([]);
  });

  if (way === "over HTTP" && client === leap0)
    test("docs/reliability.md shows this matrix", async () => {
      const page = await readFile(new URL("../../docs/reliability.md", import.meta.url), "utf8");
      expect(withoutPadding(page)).toContain(withoutPadding(renderMatrix(results)));
    });
});

/** Without the blanks and dashes that align a table, which its formatter decides on. */
const withoutPadding = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");

test("a write whose response was lost while the state is changing is waited for, not retried", async () => {
  const moving: readonly OperationId[] = ["pauseSandbox", "stopSandbox", "startSandbox"];
  const lost = cells.filter(
    ({ subject, fault, span, expected }) =>
      moving.includes(subject.id) &&
      span === "once" &&
      fault.applies &&
      expected.sent === 1 &&
      expected.ends === "response",
  );
  const results = await runAll(leap0, lost, { stateDelayMs: 1500, respondWhen: "accepted" });
  expect(results.length).toBeGreaterThan(30);
  expect(wrongIn(results)).toEqual([]);
});

describe("an update that sends credentials, which cannot be seen afterwards,", () => {
  const [update] = subjects.filter(({ id }) => id === "updateSandboxMount");
  const lost = faults.filter(({ family, applies }) => family === "outcome unknown" && applies);
  const cellsOf = (span: Span): Cell[] =>
    cells
      .filter((cell) => cell.subject === update && cell.span === span && lost.includes(cell.fault))
      .map((cell) => ({
        ...cell,
        subject: { ...cell.subject, body: { prefix: "v2/", secret_access_key: SECRET } },
      }));

  test("is sent again when its response was lost", async () => {
    const results = await runAll(leap0, cellsOf("once"));
    expect(results.length).toBeGreaterThan(5);
    for (const { seen } of results)
      expect(seen).toMatchObject({ ends: "response", isRight: true, isDone: true, left: 0 });
  });

  test("has an unknown outcome when every response was lost", async () => {
    const results = await runAll(leap0, cellsOf("lasting"));
    for (const { seen } of results)
      expect(seen).toMatchObject({ ends: "error", value: { outcomeUnknown: true }, isDone: true, left: 0 });
  });
});
