import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

type Document = {
  readonly paths: Record<string, Record<string, { operationId?: string } | undefined>>;
  readonly servers?: readonly { readonly url: string }[];
};

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

const config = fileURLToPath(new URL("redocly.yaml", import.meta.url));

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
    const [a, b] = await Promise.all([bundle(earlier, folder, "earlier"), bundle(later, folder, "later")]);
    if (coveredOnly) await writeFile(join(folder, "later.json"), JSON.stringify(restricted(b, keysOf(a))));
    const about = ["earlier.json", "later.json", "--config", config, "--fail-on=none", "--format=json"];
    const { changes } = JSON.parse(await run(["diff", ...about], folder)) as { changes: RawChange[] };
    const found = changes.filter(({ path }) => path !== "#/info/version").map((raw) => rated(raw, a, b));
    const order = ({ impact }: Change) => impacts.indexOf(impact);
    return [...defaultServer(a, b), ...found].sort((one, other) => order(one) - order(other));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(file: string, folder: string, name: string): Promise<Document> {
  const output = join(folder, `${name}.json`);
  await run(["bundle", file, "--config", config, "--output", output], process.cwd());
  const document = JSON.parse(await readFile(output, "utf8"));
  if (typeof document.paths !== "object") throw new Error(`${file} describes no paths`);
  return document;
}

async function run(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await redocly(args, cwd);
  if (code !== 0) throw new Error(stderr || stdout);
  return stdout;
}

/** The same for paths that differ only in the names of their parameters, or in the slash at the end. */
const keyOf = (path: string): string => path.replace(/\{[^}]+\}/g, "{}").replace(/\/$/, "");

const keysOf = ({ paths }: Document): Set<string> =>
  new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${keyOf(path)}`),
    ),
  );

/** What the description does not cover cannot break a client that was made from it. */
function restricted(document: Document, covered: Set<string>): Document {
  const paths: Document["paths"] = {};
  for (const [path, item] of Object.entries(document.paths)) {
    const kept = Object.entries(item).filter(([method]) => covered.has(`${method} ${keyOf(path)}`));
    // The parameters of a path belong to each of its operations.
    if (kept.length > 0) paths[path] = { parameters: item.parameters, ...Object.fromEntries(kept) };
  }
  return { ...document, paths };
}

/** Clients without a base URL call the first server, so the order counts as well. */
function defaultServer(a: Document, b: Document): Change[] {
  const [was, is] = [a, b].map(({ servers = [] }) => servers[0]?.url ?? "none");
  if (was === is) return [];
  return [{ impact: "breaking", place: "servers", what: `the first one was ${was} and is ${is}` }];
}

function rated(raw: RawChange, a: Document, b: Document): Change {
  const { kind, property, typeName, verdicts, base, revision } = raw;
  const [was, is] = [base?.value, revision?.value];
  const gone = property === "enum" ? without(was, is) : [];
  const what =
    verdicts[0]?.message ??
    (gone.length > 0
      ? `Enum lost values: ${gone.join(", ")}.`
      : [property, kind, values(was, is)].filter(Boolean).join(" "));
  // Programs name the values and fields that they know, in either direction, and rely on defaults.
  const breaks =
    gone.length > 0 ||
    (property === "default" && raw.path.includes("/requestBody/")) ||
    (kind === "removed" && /\/properties(\/[^/]+)?$/.test(raw.path)) ||
    (typeName.startsWith("SecurityRequirement") && kind === "removed");
  // A list of known values beside a plain `string` may grow: that is why the string is there.
  const grows = property === "enum" && gone.length === 0 && /\/anyOf\/\d+$/.test(raw.path);
  const impact = breaks
    ? "breaking"
    : grows
      ? "additive"
      : ({ major: "breaking", minor: "additive", patch: "wording" } as const)[raw.impact];
  return { impact, place: placeOf(raw, a, b), what };
}

/** The values of an enum that another one lacks. */
const without = (was: unknown, is: unknown): unknown[] =>
  Array.isArray(was) && Array.isArray(is) ? was.filter((value) => !is.includes(value)) : [];

function values(was: unknown, is: unknown): string {
  const shown = [was, is].map((value) => JSON.stringify(value) ?? "none");
  return shown.join().length > 80 ? "" : `${shown[0]} → ${shown[1]}`;
}

function placeOf({ path, base, revision }: RawChange, a: Document, b: Document): string {
  const pointer = base?.pointer ?? revision?.pointer ?? path;
  const document = base ? a : b;
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
  return readable([document.paths[route]?.[method]?.operationId ?? `${method} ${route}`.trim(), ...inside]);
}
