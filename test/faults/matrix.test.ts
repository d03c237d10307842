import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { cells } from "./matrix/cells.ts";
import { faults } from "./matrix/faults.ts";
import { problems } from "./matrix/judge.ts";
import { leap0 } from "./matrix/leap0.ts";
import { type Result, renderMatrix } from "./matrix/report.ts";
import { spans } from "./matrix/rules.ts";
import { runAll } from "./matrix/run-all.ts";
import { useShortJitter } from "./matrix/short-jitter.ts";

const spanNames = {
  once: "once",
  lasting: "at every request of the operation",
  everywhere: "at every request of any operation",
} as const;

useShortJitter();

let results: Result[];

beforeAll(async () => {
  results = await runAll(leap0, cells);
});

describe.each(spans)("%s", (span) => {
  test.each(faults)(`the API $name ${spanNames[span]}: all ten operations end as the rules say`, (fault) => {
    const own = results.filter(({ cell }) => cell.fault === fault && cell.span === span);
    const wrong = own.flatMap(({ cell, seen }) =>
      problems(cell, seen).map((problem) => `${cell.subject.id} ${problem}`),
    );
    expect(own).toHaveLength(10);
    expect(wrong).toEqual([]);
  });
});

test("docs/reliability.md shows this matrix", async () => {
  const page = await readFile(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  expect(cellsOf(page)).toContain(cellsOf(renderMatrix(results)));
});

/** Without the blanks and dashes that align a table: those are its formatter's affair. */
const cellsOf = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
