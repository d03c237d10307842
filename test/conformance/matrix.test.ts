import { describe, expect, test } from "vitest";
import { complaints, count, countRow, drawMatrix, isGood, type Row } from "../../scripts/runtimes/matrix.ts";

const report = (group: string, passed: number, ...failed: string[]) => ({
  group,
  passed,
  failures: failed.map((name) => ({ name, error: "no" })),
});

const row = (more: Partial<Row> = {}): Row => ({
  name: "node 20",
  version: "20.1.2",
  planned: 5,
  reports: [report("paths", 3), report("abort", 2)],
  ms: 1_500,
  ...more,
});

describe("counts of the matrix", () => {
  test("a skipped platform counts all of its cases as skipped and none as passed", () => {
    expect(countRow(row({ reports: [], skipped: "no such program" }))).toEqual({
      passed: 0,
      failed: 0,
      skipped: 5,
    });
  });

  test("a platform that broke off counts what it did not report as failed", () => {
    expect(countRow(row({ reports: [report("paths", 3)], broken: "killed" }))).toEqual({
      passed: 3,
      failed: 2,
      skipped: 0,
    });
  });

  test("a platform that reports nothing at all has failed", () => {
    expect(countRow(row({ reports: [] }))).toEqual({ passed: 0, failed: 5, skipped: 0 });
  });

  test("totals are those of all platforms", () => {
    const rows = [row(), row({ reports: [report("paths", 2, "a"), report("abort", 2)] })];
    expect(count(rows)).toEqual({ passed: 9, failed: 1, skipped: 0 });
  });
});

describe("the verdict", () => {
  test("is good where all passed", () => {
    expect(isGood({ passed: 5, failed: 0, skipped: 0 }, true)).toBe(true);
  });

  test("is bad where one failed, and where nothing passed", () => {
    expect(isGood({ passed: 5, failed: 1, skipped: 0 }, false)).toBe(false);
    expect(isGood({ passed: 0, failed: 0, skipped: 5 }, false)).toBe(false);
  });

  test("takes skipped platforms unless all are required", () => {
    expect(isGood({ passed: 5, failed: 0, skipped: 5 }, false)).toBe(true);
    expect(isGood({ passed: 5, failed: 0, skipped: 5 }, true)).toBe(false);
  });
});

test("the drawing shows counts, shares where something failed, and what was skipped", () => {
  const rows = [
    row(),
    row({ name: "bun", reports: [report("paths", 2, "keeps ids"), report("abort", 2)] }),
    row({ name: "deno", reports: [], skipped: "no build" }),
  ];
  const lines = drawMatrix(rows, ["paths", "abort"]).split("\n");
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ["", "version", "paths", "abort", "passed", "seconds"],
    ["node 20", "20.1.2", "3", "2", "5", "1.5"],
    ["bun", "20.1.2", "2/3", "2", "4/5", "1.5"],
    ["deno", "20.1.2", "-", "-", "skipped"],
  ]);
});

test("complaints name platform, group and case", () => {
  const rows = [
    row({ name: "bun", reports: [report("paths", 2, "keeps ids")], broken: "killed" }),
    row({ name: "deno", skipped: "no build", reports: [] }),
  ];
  expect(complaints(rows)).toEqual(["bun: killed", "bun: paths: keeps ids: no", "deno: skipped, no build"]);
});
