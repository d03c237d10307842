import { Ajv2020, type Options } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { maps } from "../../spec/rules/schemas.js";
import { type Description, DescriptionError, refOf, type Schema } from "../description/document.ts";
import { forbiddenIn, openEnum, rewritten } from "../description/schemas.ts";

/** Source of a module that exports a function for each of the schemas, by name. */
export function compile(
  description: Description,
  schemas: ReadonlyMap<string, Schema>,
  options: Options,
): string {
  const ajv = new Ajv2020({
    allErrors: true,
    // Finds a keyword that is spelt wrong, and a required property that has no schema. Types may be left out in OpenAPI.
    strictSchema: true,
    strictRequired: true,
    strictTypes: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
    ...options,
  });
  addFormats(ajv);
  ajv.addFormat("cidr", cidr);
  // The limits of a number stand beside its format.
  for (const format of ["int32", "int64"]) ajv.addFormat(format, true);
  ajv.addSchema({ $id: "description", $defs: prepared(description.components.schemas ?? {}, true) });
  const places: Record<string, string> = {};
  for (const [name, schema] of schemas) {
    const ready = prepared(schema);
    const place = refOf(ready) ?? name;
    if (place === name) ajv.addSchema({ ...ready, $id: name });
    places[name] = place;
  }
  try {
    return withLinearErrors(standalone(ajv, places));
  } catch (error) {
    throw new DescriptionError([`A schema is invalid: ${(error as Error).message}`]);
  }
}

/** Ajv copies all errors for each entry that has some: the time would grow with the square of the entries. */
function withLinearErrors(code: string): string {
  const copied = /vErrors = vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g;
  return `${code.replaceAll(copied, "vErrors = collected(vErrors, $1.errors)")}
function collected(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}`;
}

/** An IPv4 or IPv6 address, and how many of its bits count. */
const cidr = new RegExp(
  `^(?:${source("ipv4")}/(?:3[0-2]|[12]?\\d)|${source("ipv6")}/(?:12[0-8]|1[01]\\d|[1-9]?\\d))$`,
  "i",
);

function source(format: "ipv4" | "ipv6"): string {
  return `(?:${(addFormats.get(format) as RegExp).source.slice(1, -1)})`;
}

/** The schema without what is no JSON Schema: extensions, and keywords that are only for readers. */
function prepared<T>(schema: T, isMap = false): T {
  return withoutAnnotations(
    rewritten(schema, (each) => strict(absolute(each))),
    isMap,
  );
}

const absolute = (schema: Schema): Schema =>
  typeof schema.$ref === "string"
    ? { ...schema, $ref: schema.$ref.replace("#/components/schemas/", "description#/$defs/") }
    : schema;

/**
 * Bounds of lists before their entries. Open enums closed, because the emulator checks its own responses with them.
 * Forbidden properties as `false`, because `not` does not name the field at fault.
 */
function strict(schema: Schema): object {
  const { anyOf, maxItems, items, ...rest } = schema;
  // A list that is too long is not read entry by entry.
  if (maxItems !== undefined && items !== undefined)
    return { ...rest, maxItems, if: { minItems: maxItems + 1 }, else: { items } };
  const known = openEnum(schema);
  if (known !== undefined) return { ...rest, type: "string", enum: known };
  const forbidden = forbiddenIn(schema).map((name) => [name, false]);
  if (forbidden.length === 0) return schema;
  const { not, ...others } = schema;
  return { ...others, properties: { ...others.properties, ...Object.fromEntries(forbidden) } };
}

const annotations = new Set(["example", "examples", "externalDocs", "xml", "title", "description"]);

// In a map the keys are names that somebody chose: a property may well be called `title`.
function withoutAnnotations<T>(value: T, isMap: boolean): T {
  if (Array.isArray(value)) return value.map((item) => withoutAnnotations(item, false)) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key]) => isMap || !(key.startsWith("x-") || annotations.has(key)))
    .map(([key, item]) => [key, withoutAnnotations(item, !isMap && maps.includes(key))]);
  return Object.fromEntries(kept) as T;
}
