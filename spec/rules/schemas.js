// @ts-check
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
const named = ["properties", "patternProperties"];
/** The keywords whose keys are names that somebody chose. */
export const maps = [...named, "dependentSchemas", "$defs", "definitions"];

/**
 * What a schema holds in the place of other schemas, with the keys that lead there.
 * @param {Schema} schema
 * @returns {{ keys: string[], value: unknown, name?: string }[]}
 */
export function subschemas(schema) {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (single.includes(keyword)) return [{ keys: [keyword], value }];
    if (!lists.includes(keyword) && !maps.includes(keyword)) return [];
    return Object.entries(value ?? {}).map(([key, each]) => ({
      keys: [keyword, key],
      value: each,
      ...(named.includes(keyword) ? { name: key } : {}),
    }));
  });
}

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
    const inside = subschemas(schema).map((each) => ({ ...each, location: step.location.child(each.keys) }));
    open.push(...target(context, schema, step.location), ...inside);
  }
}

/** @param {Context} context @param {Schema} schema @param {Location} location */
function target(context, schema, location) {
  if (typeof schema.$ref !== "string") return [];
  const found = context.resolve(schema, location.source.absoluteRef);
  // What does not exist is reported by the rule `no-unresolved-refs`.
  return found.location === undefined ? [] : [{ value: found.node, location: found.location }];
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

/** A report of each place once: many responses lead to the same schema. */
export function reportOnce() {
  /** @type {Set<string>} */
  const reported = new Set();
  return (
    /** @type {Context} */ context,
    /** @type {string} */ message,
    /** @type {Location} */ location,
  ) => {
    if (reported.has(location.absolutePointer)) return;
    reported.add(location.absolutePointer);
    context.report({ message, location, from: context.location });
  };
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

/**
 * The part of an open enum that lists the known values. It is written as `anyOf` of an enum and any string.
 * @param {Schema} schema @returns {Schema | undefined}
 */
export function knownPart({ anyOf }) {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return undefined;
  const [known, any] = /** @type {[Schema, Schema]} */ (anyOf);
  const isAnyString = any.type === "string" && Object.keys(any).length === 1;
  return Array.isArray(known.enum) && known.type === "string" && isAnyString ? known : undefined;
}
