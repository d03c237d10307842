import { table } from "../test/support/table.ts";
import { type Figure, figuresOf, reaches } from "./figures.ts";
import type { Results } from "./results.ts";
import type { Row } from "./speed/row.ts";
import type { Summary } from "./speed/summary.ts";

/** Everything as tables in Markdown: the page in docs/ holds the same. */
export function report(results: Results): string {
  const figures = figuresOf(results);
  return [
    results.machine,
    table(["figure", "measured", "middle half", "to reach", ""], figures.map(line)),
    table(
      ["POST with a JSON body", ...heads("loopback"), ...heads("in process")],
      results.loopback.map((row) => calls(row, results.inProcess)),
    ),
    table(
      [
        "a call on loopback, µs",
        "until fetch is called",
        "in fetch",
        "until the answer",
        "until it is decoded",
      ],
      results.stretches.map(({ name, before, inside, waiting, after }) => [
        name,
        ...[before, inside, waiting, after].map((each) => each.toFixed(1)),
      ]),
    ),
    table(
      ["package", "bundle, min + gzip", "cold import", "packages", "installed"],
      results.bundles.map(({ name, gzip }) => packageLine(name, gzip, results)),
    ),
    table(
      ["a consumer's file, checked by tsc", "instantiations", "check time"],
      results.checks.map(({ name, instantiations, seconds }) => [
        name,
        instantiations.toLocaleString("en"),
        `${seconds.median.toFixed(2)} s`,
      ]),
    ),
    table(
      ["PATCH over HTTP, one core", "requests a second"],
      [
        ["emulator, key and body checked", perSecond(results.emulator.emulator)],
        ["a bare hono route", perSecond(results.emulator.hono)],
      ],
    ),
  ].join("\n\n");
}

const line = (figure: Figure): string[] => {
  const { what, value, spread, target, unit, least } = figure;
  const shown = (number: number) =>
    `${number.toFixed(decimals(figure))}${unit && unit !== "×" ? ` ${unit}` : ""}`;
  return [
    what,
    shown(value),
    spread ? `${shown(spread.low)}–${shown(spread.high)}` : "",
    `${least ? "≥" : "≤"} ${shown(target)}`,
    reaches(figure, target) ? "reached" : "missed",
  ];
};

const decimals = ({ unit, value }: Figure): number =>
  unit === "B" ? (Math.abs(value) < 100 ? 1 : 0) : unit === "" ? 0 : 2;

const calls = (row: Row, inProcess: readonly Row[]): string[] => {
  const other = inProcess.find(({ name }) => name === row.name);
  return [row.name, ...timed(row), ...(other ? timed(other) : ["–", "–", "–"])];
};

const heads = (where: string): string[] => [`${where}, µs`, "against raw fetch", "its CPU time"];

const timed = ({ microseconds, ratio, cpuRatio }: Row): string[] => [
  microseconds.median.toFixed(0),
  `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
  cpuRatio.median.toFixed(2),
];

function packageLine(name: string, gzip: number, { imports, installs, versions }: Results): string[] {
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

const perSecond = (spread: Summary): string => {
  const [median, low, high] = [spread.median, spread.low, spread.high].map((each) =>
    Math.round(each).toLocaleString("en"),
  );
  return `${median} (${low}–${high})`;
};
