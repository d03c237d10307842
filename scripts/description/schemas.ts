import { type Description, follow, refOf, type Schema } from "./document.ts";
import type { Operation } from "./read.ts";

/** Every schema that can be reached from this one, each once: through references, lists, maps and compositions. */
export function* reachable(
  description: Description,
  schema: Schema,
  seen = new Set<Schema>(),
): Generator<Schema> {
  const here = follow(description, schema);
  if (seen.has(here)) return;
  seen.add(here);
  yield here;
  for (const child of children(here)) yield* reachable(description, child, seen);
}

const maps = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const single = [
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contains",
  "if",
  "then",
  "else",
];

function children(schema: Schema): Schema[] {
  const found: unknown[] = [
    ...single.map((keyword) => schema[keyword]),
    ...lists.flatMap((keyword) => (schema[keyword] as unknown[] | undefined) ?? []),
    ...maps.flatMap((keyword) => Object.values((schema[keyword] as object | undefined) ?? {})),
  ];
  return found.filter((child): child is Schema => typeof child === "object" && child !== null);
}

/** The properties of an object schema, with those that `allOf` adds. */
export function propertiesOf(description: Description, schema: Schema): Record<string, Schema> {
  const here = follow(description, schema);
  const added = (here.allOf ?? []).map((part) => propertiesOf(description, part));
  return Object.assign({}, ...added, here.properties);
}

/** Names of the secret properties that this schema can hold at any depth, sorted. */
export function secretsOf(description: Description, schema: Schema): string[] {
  const names = new Set<string>();
  for (const part of reachable(description, schema)) {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      if (isSecret(follow(description, property))) names.add(name);
    }
  }
  return [...names].sort();
}

function isSecret(schema: Schema): boolean {
  return schema.writeOnly === true || schema.format === "password";
}

/** A copy in which every `$ref` is rewritten. */
export function withRefs<T>(value: T, rewrite: (ref: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => withRefs(item, rewrite)) as T;
  if (typeof value !== "object" || value === null) return value;
  const ref = refOf(value);
  const copy = Object.entries(value).map(([key, item]) => [key, withRefs(item, rewrite)]);
  return { ...Object.fromEntries(copy), ...(ref === undefined ? {} : { $ref: rewrite(ref) }) } as T;
}

/**
 * The values that a schema lists: an enum's, or those of an open enum, which is written as `anyOf` of an enum and any
 * string.
 */
export function knownValues(schema: Schema): readonly unknown[] | undefined {
  return schema.enum ?? openEnum(schema);
}

export function openEnum({ anyOf }: Schema): readonly unknown[] | undefined {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return undefined;
  const [known, any] = anyOf as [Schema, Schema];
  return any.type === "string" && Object.keys(any).length === 1 ? known.enum : undefined;
}

/** The names that `not: { required: [name] }` forbids. */
export function forbiddenIn({ not }: Schema): readonly string[] {
  const { required = [] } = not ?? {};
  return required.length === 1 ? required : [];
}

/** What a query parameter or a field of the body that is left out counts as. */
export function defaultsOf(description: Description, operation: Operation): object | undefined {
  const query = operation.parameters.filter((parameter) => parameter.in === "query");
  const fields: [string, Schema][] = [
    ...query.map(({ name, schema = {} }): [string, Schema] => [name, schema]),
    ...Object.entries(operation.body ? propertiesOf(description, operation.body) : {}),
  ];
  const set = fields
    .map(([name, schema]) => [name, follow(description, schema).default] as const)
    .filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}
