import type { Results } from "./results.ts";
import { ours } from "./speed/call.ts";
import type { Summary } from "./speed/summary.ts";

/** One line of the summary: what came out, what is aimed at, and what must never be passed. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly spread?: Summary;
  readonly target: number;
  /** Far from the target, so that a busy machine does not reach it. */
  readonly worst: number;
  readonly unit: string;
  /** Where more is better. */
  readonly least?: true;
}

export function figuresOf(results: Results): Figure[] {
  const of = <T extends { readonly name: string }>(rows: readonly T[], name = "leap0-fetch"): T => {
    const row = rows.find((each) => each.name === name);
    if (!row) throw new Error(`${name} was not measured`);
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
  const loopback = of(results.loopback, ours);
  const inProcess = of(results.inProcess, ours);
  const install = of(results.installs);
  const check = of(results.checks);
  const { generateSeconds, emulator } = results;
  const instantiations = check.instantiations / of(results.checks, "openapi-fetch").instantiations;
  return [
    ratio("POST on loopback, against raw fetch with a time limit", loopback.ratio, 1.1, 2),
    ratio("the same against bare openapi-fetch", loopback.toOpenapiFetch, 0.8, 1.5),
    ratio("POST in process, against raw fetch", inProcess.ratio, 1.6, 4),
    {
      what: "bundle, minified and compressed",
      value: of(results.bundles).gzip,
      target: 6_000,
      worst: 12_000,
      unit: "B",
    },
    ratio("cold import, against openapi-fetch", of(results.imports).ratio, 1.5, 4),
    { what: "installed packages", value: install.packages, target: 3, worst: 3, unit: "" },
    { what: "installed size", value: install.bytes / 1e6, target: 1.5, worst: 2, unit: "MB" },
    { what: "heap growth a call", value: results.heapBytesPerCall, target: 1, worst: 20, unit: "B" },
    {
      what: "tsc instantiations, against openapi-fetch",
      value: instantiations,
      target: 1.2,
      worst: 1.5,
      unit: "×",
    },
    ratio("tsc check time, against openapi-fetch", check.ratio, 1.2, 2),
    {
      what: "npm run generate",
      value: generateSeconds.median,
      spread: generateSeconds,
      target: 5,
      worst: 30,
      unit: "s",
    },
    { ...ratio("emulator, against a bare hono route", emulator.ratio, 0.6, 0.3), least: true },
  ];
}

export const reaches = ({ value, least }: Figure, bound: number): boolean =>
  least ? value >= bound : value <= bound;
