import { redocly } from "./redocly.ts";

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
