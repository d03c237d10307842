import type { GroupReport } from "../../test/conformance/suite.ts";
import { table } from "../../test/support/table.ts";

/** What came of one platform. */
export interface Row {
  readonly name: string;
  readonly version?: string;
  /** How many cases it has, known from the suite before it ran. */
  readonly planned: number;
  readonly reports: readonly GroupReport[];
  readonly ms: number;
  /** Why it did not run: this machine cannot have it. */
  readonly skipped?: string;
  /** Why it did not get to its end. */
  readonly broken?: string;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countRow({ planned, reports, skipped }: Row): Totals {
  if (skipped !== undefined) return { passed: 0, failed: 0, skipped: planned };
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  // Whatever was planned and did not pass has failed, also where nobody reported it.
  return { passed, failed: Math.max(planned - passed, 0), skipped: 0 };
}

export function count(rows: readonly Row[]): Totals {
  return rows.map(countRow).reduce(
    (sum, row) => ({
      passed: sum.passed + row.passed,
      failed: sum.failed + row.failed,
      skipped: sum.skipped + row.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** Whether the run counts as a success. Nothing passed is none. */
export const isGood = ({ passed, failed, skipped }: Totals, requireAll: boolean): boolean =>
  passed > 0 && failed === 0 && (skipped === 0 || !requireAll);

/** Platforms by groups: how many cases passed, `2/3` where one failed, `-` where nothing ran. */
export function drawMatrix(rows: readonly Row[], groups: readonly string[]): string {
  const head = ["", "version", ...groups, "passed", "seconds"];
  const lines = rows.map((row) => [
    row.name,
    row.version ?? "",
    ...groups.map((group) => cell(row.reports.find((report) => report.group === group))),
    row.skipped === undefined ? share(countRow(row).passed, row.planned) : "skipped",
    row.skipped === undefined ? (row.ms / 1000).toFixed(1) : "",
  ]);
  return table(head, lines);
}

const cell = (report: GroupReport | undefined): string =>
  report ? share(report.passed, report.passed + report.failures.length) : "-";

const share = (part: number, whole: number): string => (part === whole ? `${part}` : `${part}/${whole}`);

/** What went wrong, line by line. */
export const complaints = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ name, reports, skipped, broken }) => [
    ...(skipped === undefined ? [] : [`${name}: skipped, ${skipped}`]),
    ...(broken === undefined ? [] : [`${name}: ${broken}`]),
    ...reports.flatMap(({ group, failures }) =>
      failures.map((failure) => `${name}: ${group}: ${failure.name}: ${failure.error}`),
    ),
  ]);
