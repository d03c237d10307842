// The suite on the sources, so that it is known to be sound before a package is built from them; and what is made of its
// reports.
import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { complaints, count, drawMatrix, isGood, type Row } from "../../scripts/runtimes/matrix.ts";
import { serveWith } from "../../scripts/runtimes/servers.ts";
import type { Runtime } from "./stage.ts";
import { plan, run } from "./suite.ts";

// Bundled, as far as the suite is concerned: there is no installed package beside it.
const runtime: Runtime = { name: "sources", kind: "node", bundled: true };

describe("the conformance suite", () => {
  test("passes on the sources", async () => {
    const serving = await serveWith(createEmulator);
    onTestFinished(() => serving.close());
    const reports = await run(runtime, serving.servers);
    const failures = reports.flatMap(({ group, failures }) =>
      failures.map(({ name, error }) => `${group}: ${name}: ${error}`),
    );
    expect(failures).toEqual([]);
    const planned = plan(runtime).map(({ group, cases }) => [group, cases.length]);
    expect(reports.map(({ group, passed }) => [group, passed])).toEqual(planned);
  });

  test("has cases of every group for every kind of platform", () => {
    for (const kind of ["node", "bun", "deno", "workerd", "browser"] as const)
      for (const { group, cases } of plan({ ...runtime, kind }))
        expect(cases.length, `${group} on ${kind}`).toBeGreaterThan(0);
  });
});

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

const skipped = row({ name: "deno", reports: [], skipped: "no build" });

describe("of the platforms' reports", () => {
  test.each([
    ["all passed", [row()], [5, 0, 0], true, true],
    [
      "one failed",
      [row(), row({ reports: [report("paths", 2, "a"), report("abort", 2)] })],
      [9, 1, 0],
      false,
      false,
    ],
    [
      "one broke off: what it did not report has failed",
      [row({ reports: [report("paths", 3)], broken: "killed" })],
      [3, 2, 0],
      false,
      false,
    ],
    ["one reports nothing at all", [row({ reports: [] })], [0, 5, 0], false, false],
    ["one was skipped: its cases count as skipped, none as passed", [row(), skipped], [5, 0, 5], true, false],
    ["nothing passed", [skipped], [0, 0, 5], false, false],
  ] as const)("%s", (_, rows, [passed, failed, skips], good, goodWhereAllAreRequired) => {
    const totals = count(rows);
    expect(totals).toEqual({ passed, failed, skipped: skips });
    expect([isGood(totals, false), isGood(totals, true)]).toEqual([good, goodWhereAllAreRequired]);
  });

  test("the table shows counts, shares where something failed, and what was skipped", () => {
    const rows = [
      row(),
      row({ name: "bun", reports: [report("paths", 2, "keeps ids"), report("abort", 2)] }),
      skipped,
    ];
    const lines = drawMatrix(rows, ["paths", "abort"]).split("\n");
    expect(
      lines.map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((text) => text.trim()),
      ),
    ).toEqual([
      ["", "version", "paths", "abort", "passed", "seconds"],
      expect.anything(),
      ["node 20", "20.1.2", "3", "2", "5", "1.5"],
      ["bun", "20.1.2", "2/3", "2", "4/5", "1.5"],
      ["deno", "20.1.2", "-", "-", "skipped", ""],
    ]);
  });

  test("complaints name platform, group and case", () => {
    const bun = row({ name: "bun", reports: [report("paths", 2, "keeps ids")], broken: "killed" });
    expect(complaints([bun, skipped])).toEqual([
      "bun: killed",
      "bun: paths: keeps ids: no",
      "deno: skipped, no build",
    ]);
  });
});
