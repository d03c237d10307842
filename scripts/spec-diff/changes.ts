import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Description, OperationObject } from "../description/document.ts";
import { bundle } from "../description/read.ts";
import { redocly } from "../redocly.ts";

/**
 * What a change does to programs that were written for the earlier description. `breaking`: some of them stop working.
 * `additive`: there is something new, or more is allowed. `wording`: nothing that is sent or received differs.
 */
export type Impact = "breaking" | "additive" | "wording";

export const impacts: readonly Impact[] = ["breaking", "additive", "wording"];

export interface Change {
  readonly impact: Impact;
  /** Where, for example `MountRequest.prefix` or `createSandbox responses 201`. */
  readonly place: string;
  readonly what: string;
}

/** One side of a change as Redocly reports it. */
interface Side {
  readonly pointer: string;
  readonly value?: unknown;
}

interface RawChange {
  readonly path: string;
  readonly typeName: string;
  readonly kind: "added" | "removed" | "modified";
  readonly impact: "major" | "minor" | "patch";
  readonly verdicts: readonly { readonly message: string }[];
  readonly property?: string;
  readonly base?: Side;
  readonly revision?: Side;
}

/**
 * Compares two OpenAPI files, the earlier one first: YAML or JSON, a path or a URL. With `coveredOnly`, operations
 * that the earlier one does not have are left out. Redocly finds and rates the changes; what it rates too low for a
 * client of this API is raised here.
 */
export async function changesBetween(
  earlier: string,
  later: string,
  { coveredOnly = false }: { readonly coveredOnly?: boolean } = {},
): Promise<Change[]> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-diff-"));
  try {
    const [a, all] = await Promise.all([read(earlier), read(later)]);
    const b = coveredOnly ? restricted(all, keysOf(a)) : all;
    await writeFile(join(folder, "earlier.json"), JSON.stringify(a));
    await writeFile(join(folder, "later.json"), JSON.stringify(b));
    // Not the linter's configuration: a preset of one is none of the other.
    await writeFile(join(folder, "redocly.yaml"), "extends: [diff-recommended]\n");
    const args = ["diff", "earlier.json", "later.json", "--fail-on=none", "--format=json"];
    const { code, stdout, stderr } = await redocly(args, folder);
    if (code !== 0) throw new Error(stderr || stdout);
    const { changes } = JSON.parse(stdout) as { changes: RawChange[] };
    const found = changes.filter(({ path }) => path !== "#/info/version").map((raw) => rated(raw, a, b));
    const order = ({ impact }: Change) => impacts.indexOf(impact);
    return [...defaultServer(a, b), ...found].sort((one, other) => order(one) - order(other));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function read(file: string): Promise<Description> {
  const document = await bundle(process.cwd(), file);
  if (typeof document.paths !== "object") throw new Error(`${file} describes no paths`);
  return document;
}

/** The same for paths that differ only in the names of their parameters, or in the slash at the end. */
const keyOf = (path: string): string => path.replace(/\{[^}]+\}/g, "{}").replace(/\/$/, "");

const keysOf = ({ paths }: Description): Set<string> =>
  new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${keyOf(path)}`),
    ),
  );

/** What the description does not cover cannot break a client that was made from it. */
function restricted(document: Description, covered: Set<string>): Description {
  const paths = Object.entries(document.paths).flatMap(([path, item]) => {
    const kept = Object.entries(item).filter(([method]) => covered.has(`${method} ${keyOf(path)}`));
    // The parameters of a path belong to each of its operations.
    return kept.length > 0 ? [[path, { parameters: item.parameters, ...Object.fromEntries(kept) }]] : [];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Clients without a base URL call the first server, so the order counts as well. */
function defaultServer(a: Description, b: Description): Change[] {
  const [was, is] = [a, b].map(({ servers = [] }) => servers[0]?.url ?? "none");
  if (was === is) return [];
  return [{ impact: "breaking", place: "servers", what: `the first one was ${was} and is ${is}` }];
}

function rated(raw: RawChange, a: Description, b: Description): Change {
  const { kind, property, typeName, verdicts, base, revision } = raw;
  const [was, is] = [base?.value, revision?.value];
  const gone = property === "enum" ? without(was, is) : [];
  const seen =
    gone.length > 0 ? [`Enum lost values: ${gone.join(", ")}.`] : [property, kind, values(was, is)];
  const what = verdicts[0]?.message ?? seen.filter(Boolean).join(" ");
  // Programs name the values and fields that they know, in either direction, and rely on defaults.
  const breaks =
    gone.length > 0 ||
    (property === "default" && raw.path.includes("/requestBody/")) ||
    (kind === "removed" && /\/properties(\/[^/]+)?$/.test(raw.path)) ||
    (typeName.startsWith("SecurityRequirement") && kind === "removed");
  // A list of known values beside a plain `string` may grow: that is why the string is there.
  const grows = property === "enum" && gone.length === 0 && /\/anyOf\/\d+$/.test(raw.path);
  const rating = ({ major: "breaking", minor: "additive", patch: "wording" } as const)[raw.impact];
  const impact = breaks ? "breaking" : grows ? "additive" : rating;
  return { impact, place: placeOf(raw, a, b), what };
}

/** The values of an enum that another one lacks. */
const without = (was: unknown, is: unknown): unknown[] =>
  Array.isArray(was) && Array.isArray(is) ? was.filter((value) => !is.includes(value)) : [];

function values(was: unknown, is: unknown): string {
  const shown = [was, is].map((value) => JSON.stringify(value) ?? "none");
  return shown.join().length > 80 ? "" : `${shown[0]} → ${shown[1]}`;
}

function placeOf({ path, base, revision }: RawChange, a: Description, b: Description): string {
  const pointer = base?.pointer ?? revision?.pointer ?? path;
  const [, section = "", ...rest] = pointer
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const readable = (parts: readonly string[]) =>
    parts
      .join(" ")
      .replace(/ content application\/json schema/g, "")
      .replace(/ properties /g, ".")
      .replace(/ items(?= |\.|$)/g, "[]");
  if (section === "components") return readable(rest.slice(1));
  if (section !== "paths") return readable([section, ...rest]);
  const [route = "", method = "", ...inside] = rest;
  const operation = (base ? a : b).paths[route]?.[method] as Partial<OperationObject> | undefined;
  return readable([operation?.operationId ?? `${method} ${route}`.trim(), ...inside]);
}
