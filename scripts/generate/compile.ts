import { Ajv2020, type Options } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { type Description, refOf, type Schema } from "./description.ts";
import { withRefs } from "./schemas.ts";

/** Source of a module that exports a function for each of the schemas, by name. */
export function compile(
  description: Description,
  schemas: ReadonlyMap<string, Schema>,
  options: Options,
): string {
  const ajv = new Ajv2020({
    allErrors: true,
    // A keyword that is spelt wrong is found here; the rest of strict mode forbids what OpenAPI allows.
    strictSchema: true,
    strictTypes: false,
    strictRequired: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
    ...options,
  });
  addFormats(ajv);
  ajv.addSchema({ $id: "description", $defs: prepared(description.components.schemas ?? {}, true) });
  const places: Record<string, string> = {};
  for (const [name, schema] of schemas) {
    const ready = prepared(schema);
    const place = refOf(ready) ?? name;
    if (place === name) ajv.addSchema({ ...ready, $id: name });
    places[name] = place;
  }
  return standalone(ajv, places);
}

/** The schema without what is no JSON Schema: extensions, and keywords that are only for readers. */
function prepared<T>(schema: T, isMap = false): T {
  const known = withoutAnnotations(schema, isMap);
  return withRefs(known, (ref) => ref.replace("#/components/schemas/", "description#/$defs/"));
}

const annotations = new Set(["example", "examples", "externalDocs", "xml", "title", "description"]);
const maps = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);

// In a map the keys are names that somebody chose: a property may well be called `title`.
function withoutAnnotations<T>(value: T, isMap: boolean): T {
  if (Array.isArray(value)) return value.map((item) => withoutAnnotations(item, false)) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key]) => isMap || !(key.startsWith("x-") || annotations.has(key)))
    .map(([key, item]) => [key, withoutAnnotations(item, !isMap && maps.has(key))]);
  return Object.fromEntries(kept) as T;
}
