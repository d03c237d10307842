import { isDeepStrictEqual } from "node:util";
import { type Note, narrowed, type Way, widened } from "./change.ts";
import type { Document, Fields } from "./document.ts";
import { readSchema, type Schema } from "./schema.ts";

export interface Side {
  readonly document: Document;
  readonly schema: unknown;
}

/** Notes what is different between two schemas for values that travel one way. */
export function compareSchemas(before: Side, after: Side, way: Way, place: string, note: Note): void {
  walk(before, after, { way, note, path: [] }, place);
}

interface Walk {
  readonly way: Way;
  readonly note: Note;
  /** The pairs that the walk is inside of: a schema may contain itself. */
  readonly path: readonly (readonly [unknown, unknown])[];
}

function walk(before: Side, after: Side, state: Walk, place: string): void {
  const { way, note, path } = state;
  if (path.some(([a, b]) => a === before.schema && b === after.schema)) return;
  const inside: Walk = { ...state, path: [...path, [before.schema, after.schema]] };
  const [a, b] = [readSchema(before.document, before.schema), readSchema(after.document, after.schema)];

  compareTypes(a, b, way, place, note);
  compareValues(a, b, way, place, note);
  for (const limit of limits) limit(a.raw, b.raw, way, place, note);
  compareTexts(a.raw, b.raw, place, note);

  const into = (from: unknown, to: unknown, deeper: string): void => {
    if (from === undefined || to === undefined) return;
    walk({ ...before, schema: from }, { ...after, schema: to }, inside, deeper);
  };
  compareProperties(a, b, inside, place, into);
  into(a.items, b.items, `${place}[]`);
  if (typeof a.others === "object" && typeof b.others === "object") into(a.others, b.others, `${place}{}`);
  else if ((a.others === false) !== (b.others === false))
    note(
      b.others === false ? narrowed(way) : "additive",
      place,
      b.others === false ? "forbids other properties" : "allows other properties",
    );
  if (a.variants.length > 1 || b.variants.length > 1) compareVariants(a, b, place, note, into);
}

function compareTypes({ types: a }: Schema, { types: b }: Schema, way: Way, place: string, note: Note): void {
  if (!a.length || !b.length || isDeepStrictEqual(a, b)) return;
  const takes = (all: readonly string[], type: string) =>
    all.includes(type) || (type === "integer" && all.includes("number"));
  const lost = a.filter((type) => !takes(b, type));
  const gained = b.filter((type) => !takes(a, type));
  const what = `type ${a.join("|")} became ${b.join("|")}`;
  if (lost.length && gained.length) note("breaking", place, what);
  else note(gained.length || a.includes("integer") ? widened(way) : narrowed(way), place, what);
}

function compareValues(a: Schema, b: Schema, way: Way, place: string, note: Note): void {
  if (!a.values && !b.values) return;
  if (!a.values || !b.values) {
    const what = b.values ? "is limited to listed values" : "is no longer limited to listed values";
    note(b.values ? narrowed(way) : a.open ? "additive" : widened(way), place, what);
    return;
  }
  for (const value of a.values)
    if (!b.values.includes(value)) note(narrowed(way), place, `value ${JSON.stringify(value)} is gone`);
  for (const value of b.values)
    if (!a.values.includes(value))
      note(a.open ? "additive" : widened(way), place, `value ${JSON.stringify(value)} is new`);
}

type Into = (from: unknown, to: unknown, place: string) => void;

function compareProperties(a: Schema, b: Schema, { way, note }: Walk, place: string, into: Into): void {
  for (const [name, schema] of Object.entries(a.properties)) {
    const deeper = `${place}.${name}`;
    const other = b.properties[name];
    if (!other) {
      note("breaking", deeper, "is gone");
      continue;
    }
    const [was, is] = [a.required.includes(name), b.required.includes(name)];
    if (was !== is)
      note(is ? narrowed(way) : widened(way), deeper, is ? "became required" : "became optional");
    into(schema, other, deeper);
  }
  for (const name of Object.keys(b.properties)) {
    if (name in a.properties) continue;
    const isDemanded = way === "request" && b.required.includes(name);
    note(
      isDemanded ? "breaking" : "additive",
      `${place}.${name}`,
      isDemanded ? "is new and required" : "is new",
    );
  }
}

/** Variants have no names: they are compared in their order, and another number of them is told as such. */
function compareVariants(a: Schema, b: Schema, place: string, note: Note, into: Into): void {
  if (a.variants.length !== b.variants.length)
    note("breaking", place, `has ${b.variants.length} variants instead of ${a.variants.length}`);
  else for (const [at, variant] of a.variants.entries()) into(variant, b.variants[at], `${place}(${at})`);
}

type Limit = (a: Fields, b: Fields, way: Way, place: string, note: Note) => void;

/** A number that bounds a value from above or from below. */
const bound =
  (name: string, from: "above" | "below"): Limit =>
  (a, b, way, place, note) => {
    const none = from === "above" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    const [was, is] = [numberOr(a[name], none), numberOr(b[name], none)];
    if (was === is) return;
    const isNarrower = from === "above" ? is < was : is > was;
    note(isNarrower ? narrowed(way) : widened(way), place, became(name, a[name], b[name]));
  };

/** Something that a value has to be like: who adds one narrows, who takes one away widens. */
const demand =
  (name: string): Limit =>
  (a, b, way, place, note) => {
    if (isDeepStrictEqual(a[name], b[name])) return;
    const impact =
      a[name] === undefined ? narrowed(way) : b[name] === undefined ? widened(way) : ("breaking" as const);
    note(impact, place, became(name, a[name], b[name]));
  };

const limits: readonly Limit[] = [
  bound("maximum", "above"),
  bound("exclusiveMaximum", "above"),
  bound("maxLength", "above"),
  bound("maxItems", "above"),
  bound("maxProperties", "above"),
  bound("minimum", "below"),
  bound("exclusiveMinimum", "below"),
  bound("minLength", "below"),
  bound("minItems", "below"),
  bound("minProperties", "below"),
  demand("pattern"),
  demand("multipleOf"),
  demand("uniqueItems"),
  (a, b, way, place, note) => {
    // How a value is marked for people and tools (a password, say) is not how it looks on the wire.
    const [was, is] = [a.format, b.format].map((format) => (format === "password" ? undefined : format));
    if (was === is) return;
    demand("format")({ format: was }, { format: is }, way, place, note);
  },
  (a, b, way, place, note) => {
    if (way === "request" && !isDeepStrictEqual(a.default, b.default))
      note(a.default === undefined ? "additive" : "breaking", place, became("default", a.default, b.default));
  },
  (a, b, _, place, note) => {
    if ((a.deprecated === true) !== (b.deprecated === true))
      note("additive", place, b.deprecated ? "is deprecated" : "is no longer deprecated");
  },
];

const numberOr = (value: unknown, none: number): number => (typeof value === "number" ? value : none);

const became = (name: string, was: unknown, is: unknown): string =>
  `${name} ${was === undefined ? "none" : JSON.stringify(was)} became ${is === undefined ? "none" : JSON.stringify(is)}`;

export function compareTexts(a: Fields, b: Fields, place: string, note: Note): void {
  for (const name of ["title", "summary", "description", "example", "examples"])
    if (!isDeepStrictEqual(a[name], b[name])) note("wording", place, `${name} differs`);
}
