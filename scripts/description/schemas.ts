import { isMarkedSecret, knownPart, subschemas } from "../../spec/rules/schemas.js";
import { type Description, follow, type Schema } from "./document.ts";
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
  for (const { value } of subschemas(here))
    if (typeof value === "object" && value !== null) yield* reachable(description, value as Schema, seen);
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
      if (isMarkedSecret(follow(description, property))) names.add(name);
    }
  }
  return [...names].sort();
}

/** A copy in which every object is changed, the inner ones first. */
export function rewritten<T>(value: T, change: (object: Schema) => object): T {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.entries(value).map(([key, item]) => [key, rewritten(item, change)]);
  return change(Object.fromEntries(copy)) as T;
}

/** The values that a schema lists: those of an enum, or of an open one. */
export const knownValues = (schema: Schema): readonly unknown[] | undefined =>
  schema.enum ?? openEnum(schema);

export const openEnum = (schema: Schema): readonly unknown[] | undefined =>
  knownPart(schema)?.enum as readonly unknown[] | undefined;

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
