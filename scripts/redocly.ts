import { createRequire } from "node:module";
import { join } from "node:path";
import { type Ended, run } from "./run.ts";

const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");

/** It reports to nobody, looks for no newer version, and does not colour. */
const quiet = {
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
};

/**
 * Runs Redocly CLI and gives back what it printed. Its core is bundled into the program and not published at the same
 * version, so there is no API to call instead.
 */
export async function redocly(args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await run(process.execPath, [cli, ...args], { cwd, env: quiet });
  return { ...ended, stderr: withoutBanner(ended.stderr) };
}

// On Node 20 each run greets with a framed notice about the Node version. There is no option for it, and above a real
// problem it reads like the problem.
function withoutBanner(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*[╔║╚]/u.test(line))
    .join("\n")
    .trim();
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly rule: string;
  readonly severity: "error" | "warn";
  readonly message: string;
  readonly place: Place;
  /** What refers to the file that the problem stands in. */
  readonly from?: Place;
  readonly suggestions: readonly string[];
}

interface RawPlace {
  readonly source: { readonly ref: string };
  readonly pointer?: string;
  readonly start?: { readonly line: number; readonly col: number };
}

interface RawReport {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly severity: "error" | "warn";
    readonly message: string;
    readonly location: readonly RawPlace[];
    readonly from?: RawPlace;
    readonly suggest?: readonly string[];
  }[];
}

/** Lints OpenAPI files by the rules in `redocly.yaml`. Gives the problems of each, in the order of the files. */
export async function lint(files: readonly string[], root: string): Promise<Problem[][]> {
  const { stdout, stderr } = await redocly(
    ["lint", ...files, "--config", "redocly.yaml", "--format", "json", "--max-problems", "1000"],
    root,
  );
  const reports = parse(stdout);
  // A rule that throws, or a configuration that is wrong, ends the run before anything was checked.
  if (reports?.length !== files.length)
    throw new Error(`Redocly could not lint ${files.join(", ")}:\n${stderr}`);
  return reports.map(({ problems }) =>
    problems.map(({ ruleId, severity, message, location, from, suggest = [] }) => ({
      rule: ruleId,
      severity,
      message,
      place: placeOf(location[0]),
      ...(from ? { from: placeOf(from) } : {}),
      suggestions: suggest,
    })),
  );
}

// One JSON document a file, with nothing between them.
function parse(stdout: string): RawReport[] | undefined {
  try {
    return JSON.parse(`[${stdout.replaceAll(/^\}\s*\{$/gm, "},{")}]`);
  } catch {
    return undefined;
  }
}

function placeOf(raw: RawPlace | undefined): Place {
  return { file: raw?.source.ref ?? "", line: raw?.start?.line ?? 1, column: raw?.start?.col ?? 1 };
}
