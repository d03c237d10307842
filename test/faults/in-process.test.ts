import { beforeAll, describe, expect, test } from "vitest";
import { cells } from "./matrix/cells.ts";
import { faults } from "./matrix/faults.ts";
import { problems } from "./matrix/judge.ts";
import { leap0 } from "./matrix/leap0.ts";
import type { Result } from "./matrix/report.ts";
import { runAll } from "./matrix/run-all.ts";
import { useShortJitter } from "./matrix/short-jitter.ts";

useShortJitter();

let results: Result[];

beforeAll(async () => {
  results = await runAll(leap0, cells, { way: "in process" });
});

// The rules are those of the matrix over HTTP, so nothing may come out differently.
describe("in process, as over HTTP", () => {
  test.each(faults)("the API $name: all ten operations end as the rules say", (fault) => {
    const own = results.filter(({ cell }) => cell.fault === fault);
    const wrong = own.flatMap(({ cell, seen }) =>
      problems(cell, seen).map((problem) => `${cell.subject.id}, ${cell.span}, ${problem}`),
    );
    expect(own).toHaveLength(30);
    expect(wrong).toEqual([]);
  });
});
