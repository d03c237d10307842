import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { redocly } from "../redocly.ts";
import { root } from "../runtimes/tarball.ts";
import { type Documented, descriptionFile, statusOf } from "./documented.ts";
import type { Har } from "./recording.ts";

/** What Redocly's drift command has to say about a recording. */
export interface Drift {
  /** Requests of the recording, and how many of them are for a described operation. */
  readonly exchanges: { readonly total: number; readonly matched: number };
  readonly findings: readonly Finding[];
  readonly coverage: readonly OperationCoverage[];
}

/** The first exchange with a flaw; the same flaw of the same operation again is counted only. */
interface Finding {
  readonly operationId?: string;
  readonly status: number;
  readonly message: string;
  readonly dataPath?: string;
  readonly occurrences: number;
}

interface OperationCoverage {
  readonly operationId: string;
  readonly covered: readonly Part[];
  readonly missing: readonly Part[];
}

/** A part of the description that traffic can touch. */
export interface Part {
  readonly kind: "operation" | "parameter" | "property" | "response";
  readonly status?: string;
  readonly name?: string;
  readonly target?: string;
  readonly path?: string;
}

/** Headers by which clients say who they are. The API takes them for information only, so they are not described. */
const identification = ["leap0-source", "leap0-sdk-version"];

/** Compares a recording of traffic with the description. Works in the folder that it is given. */
export async function compared(har: Har, server: string, folder: string): Promise<Drift> {
  const [traffic = "", report = "", coverage = ""] = ["compared.har", "report.json", "coverage.json"].map(
    (name) => join(folder, name),
  );
  await writeFile(traffic, JSON.stringify(har));
  const about = ["--api", descriptionFile, "--server", server, "--ignore-headers", identification.join(",")];
  const into = ["--format", "json", "--output", report, "--coverage", "--coverage-output", coverage];
  const { stdout, stderr } = await redocly(["drift", traffic, ...about, ...into], root);
  try {
    const { problems } = JSON.parse(await readFile(report, "utf8"));
    const { meta, operations } = JSON.parse(await readFile(coverage, "utf8"));
    return { exchanges: meta.exchanges, findings: problems, coverage: operations };
  } catch {
    throw new Error(`Redocly drift made no report:\n${stdout}\n${stderr}`);
  }
}

export const isAbout = ({ operationId, status }: Finding, documented: Documented): boolean =>
  operationId === documented.operation && status === statusOf(documented);

export const partName = ({ kind, status, name, target, path }: Part): string =>
  [kind, status, target, name, path].filter((text) => text !== undefined).join(" ");
