import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ways } from "../support/emulated.ts";
import { leap0, leap0Api } from "./matrix/clients.ts";
import { faults } from "./matrix/faults.ts";
import { problems } from "./matrix/judge.ts";
import { renderMatrix } from "./matrix/report.ts";
import { cells } from "./matrix/rules.ts";
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
    results = await runAll(client, cells, way);
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
