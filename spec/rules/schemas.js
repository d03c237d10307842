/**
 * @import { Context, Location, Schema } from "./redocly.d.ts"
 *
 * One step of a walk: a schema, where it stands, and the name of the property whose schema it is.
 * @typedef {{ schema: Schema, location: Location, name?: string }} Step
 */

// `not` is left out: what it holds is what the value must not be.
const single = [
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contains",
  "propertyNames",
  "if",
  "then",
  "else",
];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const maps = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
const named = ["properties", "patternProperties"];

/**
 * Every schema that can be reached from this one, itself included. Redocly's own walk goes to each schema once in the
 * whole description, so it cannot tell what a response holds: a schema that a request used before would be left out.
 *
 * @param {Context} context
 * @param {unknown} start
 * @param {Location} location
 * @returns {Generator<Step>}
 */
export function* reachable(context, start, location) {
  /** @type {Set<unknown>} */
  const seen = new Set();
  /** @type {{ value: unknown, location: Location, name?: string }[]} */
  const open = [{ value: start, location }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    // `true` allows anything; `false` allows nothing, so it leads nowhere.
    const schema = step.value === true ? {} : asObject(step.value);
    if (schema === undefined) continue;
    // Also when its content was seen before: another name may make a secret of it.
    yield { ...step, schema };
    if (seen.has(schema)) continue;
    seen.add(schema);
    // A `$ref` may have keywords beside it, so its children are taken as well.
    open.push(...target(context, schema, step.location), ...children(schema, step.location));
  }
}

/** @param {Context} context @param {Schema} schema @param {Location} location */
function target(context, schema, location) {
  if (typeof schema.$ref !== "string") return [];
  const found = context.resolve(schema, location.source.absoluteRef);
  // What does not exist is reported by the rule `no-unresolved-refs`.
  return found.location === undefined ? [] : [{ value: found.node, location: found.location }];
}

/** @param {Schema} schema @param {Location} location */
function children(schema, location) {
  return [
    ...single.map((keyword) => ({ value: schema[keyword], location: location.child(keyword) })),
    ...lists.flatMap((keyword) => membersOf(schema, keyword, location)),
    ...maps.flatMap((keyword) => membersOf(schema, keyword, location)),
  ];
}

/** @param {Schema} schema @param {string} keyword @param {Location} location */
function membersOf(schema, keyword, location) {
  return Object.entries(schema[keyword] ?? {}).map(([key, value]) => ({
    value,
    location: location.child([keyword, key]),
    ...(named.includes(keyword) ? { name: key } : {}),
  }));
}

/** @param {unknown} value @returns {Schema | undefined} */
function asObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return /** @type {Schema} */ (value);
}

/**
 * The properties of a schema, each as it stands and with what it refers to filled in below.
 * @param {Context} context
 * @param {Schema} schema
 * @returns {{ name: string, property: Schema | boolean, location: Location }[]}
 */
export function propertiesOf(context, schema) {
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => ({
    name,
    property: typeof raw === "boolean" ? raw : { ...asObject(context.resolve(raw).node), ...asObject(raw) },
    location: context.location.child(["properties", name]),
  }));
}

const words = /secret|password|passwd|passphrase|credential|accesskey|apikey|privatekey/;

/** Whether a field of this name is taken for a secret, however it is written: `secret_access_key`, `apiKey`.
 * @param {string} name
 */
export function isSecretName(name) {
  return words.test(name.toLowerCase().replaceAll(/[^a-z]/g, ""));
}

/** Whether the schema itself says that its value is a secret. @param {Schema} schema */
export function isMarkedSecret(schema) {
  return schema.writeOnly === true || schema.format === "password";
}
