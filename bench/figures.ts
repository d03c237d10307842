import { table } from "../test/support/table.ts";
import type { Bundle, Install } from "./size.ts";
import { ours, type Summary } from "./speed/call.ts";
import type { Calls, Import } from "./speed/calls.ts";
import type { Row } from "./speed/compare.ts";

/** Everything that one run measured. `--json` prints it. */
export interface Results extends Calls {
  readonly machine: string;
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly bundles: readonly Bundle[];
  readonly imports: readonly Import[];
  readonly installs: readonly Install[];
}

/** One line of the summary: what came out, what is aimed at, and what must never be passed. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly spread?: Summary;
  readonly target: number;
  /** Beyond the target by so much that it is not the noise of a busy machine. */
  readonly worst: number;
  readonly unit: "×" | "B" | "MB" | "";
}

export function figuresOf({ loopback, inProcess, bundles, imports, installs }: Results): Figure[] {
  const of = <T extends { readonly name: string }>(rows: readonly T[]): T => {
    const row = rows.find(({ name }) => name === ours);
    if (!row) throw new Error(`${ours} was not measured`);
    return row;
  };
  const ratio = (what: string, spread: Summary, target: number, worst: number): Figure => ({
    what,
    value: spread.median,
    spread,
    target,
    worst,
    unit: "×",
  });
  const { packages, bytes } = of(installs);
  return [
    ratio("POST on loopback, against raw fetch with a time limit", of(loopback).toRawFetch, 1.12, 1.5),
    ratio("the same against bare openapi-fetch", of(loopback).toOpenapiFetch, 0.85, 1.05),
    ratio("POST in process, against bare openapi-fetch", of(inProcess).toOpenapiFetch, 0.9, 0.95),
    ratio("cold import, against openapi-fetch", of(imports).ratio, 1.5, 3),
    {
      what: "bundle, minified and compressed",
      value: of(bundles).gzip,
      target: 12_000,
      worst: 15_400,
      unit: "B",
    },
    { what: "installed packages", value: packages, target: 3, worst: 3, unit: "" },
    { what: "installed size", value: bytes / 1e6, target: 1.5, worst: 2, unit: "MB" },
  ];
}

/** What was measured again: the better of two figures. The machine only ever makes one worse. */
export const better = (one: Figure, other: Figure): Figure => (one.value <= other.value ? one : other);

/** What could not be measured passes every bound. */
export const passes = ({ value }: Figure, bound: number): boolean => !(value <= bound);

/** Everything as tables in Markdown: docs/performance.md holds the same. */
export function report(results: Results, figures: readonly Figure[]): string {
  const { loopback, inProcess, bundles } = results;
  const calls = (row: Row) => {
    const other = inProcess.find(({ name }) => name === row.name);
    return [row.name, ...timed(row), ...(other ? timed(other) : ["–", "–", "–"])];
  };
  const heads = (where: string) => [`${where}, µs`, "against raw fetch", "against openapi-fetch"];
  return [
    results.machine,
    table(["figure", "measured", "middle half", "to reach", ""], figures.map(line)),
    table(["POST with a JSON body", ...heads("loopback"), ...heads("in process")], loopback.map(calls)),
    table(
      ["package", "bundle, min + gzip", "cold import", "packages", "installed"],
      bundles.map((bundle) => packageLine(bundle, results)),
    ),
  ].join("\n\n");
}

function line(figure: Figure): string[] {
  const { what, value, spread, target, unit } = figure;
  const decimals = unit === "B" || unit === "" ? 0 : 2;
  const shown = (number: number) => `${number.toFixed(decimals)}${unit && unit !== "×" ? ` ${unit}` : ""}`;
  const half = spread ? `${shown(spread.low)}–${shown(spread.high)}` : "";
  return [what, shown(value), half, `≤ ${shown(target)}`, passes(figure, target) ? "missed" : "reached"];
}

const timed = ({ microseconds, toRawFetch, toOpenapiFetch }: Row): string[] => [
  microseconds.median.toFixed(0),
  `${toRawFetch.median.toFixed(2)} (${toRawFetch.low.toFixed(2)}–${toRawFetch.high.toFixed(2)})`,
  toOpenapiFetch.median.toFixed(2),
];

function packageLine({ name, gzip }: Bundle, { imports, installs, versions }: Results): string[] {
  const time = imports.find((each) => each.name === name)?.milliseconds;
  const install = installs.find((each) => each.name === name);
  return [
    `${name} ${versions[name] ?? ""}`.trim(),
    `${(gzip / 1_000).toFixed(1)} kB`,
    time ? `${time.median.toFixed(1)} ms` : "–",
    String(install?.packages ?? "–"),
    install ? `${(install.bytes / 1e6).toFixed(2)} MB` : "–",
  ];
}
