import fc, { type Arbitrary } from "fast-check";
import description from "../../../src/generated/openapi.json" with { type: "json" };

/** The part of JSON Schema that the description uses. */
export type Schema = boolean | SchemaObject;

interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
}

/** Stands in every secret that is sent. No answer may ever contain it. */
export const SECRET = "s3cr3t-that-must-not-come-back";

/** A value that the schema allows. Secrets hold {@link SECRET}. */
export function anyOf(schema: Schema): Arbitrary<unknown> {
  if (typeof schema === "boolean") return fc.anything({ maxDepth: 1 });
  if (schema.$ref) return anyOf(resolved(schema.$ref));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(anyOf));
  switch (schema.type) {
    case "string":
      return textOf(schema);
    case "integer":
      return integerOf(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(anyOf(schema.items ?? true), { maxLength: Math.min(schema.maxItems ?? 3, 9) });
    case "object":
      return objectOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function resolved(ref: string): Schema {
  const steps = ref.replace("#/", "").split("/");
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], description) as Schema;
}

function textOf({ writeOnly, pattern, format }: SchemaObject): Arbitrary<string> {
  if (writeOnly) return fc.constantFrom(SECRET, "");
  if (format === "cidr") return fc.constantFrom("192.0.2.0/24", "2001:db8::/32", "0.0.0.0/0");
  if (format === "uri")
    return fc.constantFrom(
      "https://s3.example.com",
      `https://user:${SECRET}@s3.example.com`,
      "http://127.0.0.1:9000/x",
    );
  const text = fc.string({ unit: "binary", maxLength: 8 });
  if (pattern === "^[/]") return text.map((rest) => `/${rest}`);
  if (pattern?.endsWith("[/]$")) return text.map((rest) => `${rest}/`);
  return text;
}

function integerOf({ minimum = -5, maximum = 30_000, multipleOf = 1 }: SchemaObject): Arbitrary<number> {
  return fc
    .integer({ min: Math.ceil(minimum / multipleOf), max: Math.floor(maximum / multipleOf) })
    .map((times) => times * multipleOf);
}

function objectOf({ properties = {}, required = [], additionalProperties }: SchemaObject): Arbitrary<object> {
  // The maps of the description hold environment variables and headers: what stands in them is nobody's business.
  if (additionalProperties)
    return fc.dictionary(fc.string({ maxLength: 6 }), fc.constant(SECRET), { maxKeys: 3 });
  const model = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, anyOf(schema)]));
  return fc.record(model, { requiredKeys: [...required] });
}

/** The value with one thing about it wrong, or likely to be. */
export function spoiled(value: Arbitrary<unknown>): Arbitrary<unknown> {
  const wrong = fc.constantFrom<unknown>(null, [SECRET], { [SECRET]: SECRET }, -1, 1e308, 0.5, true, [], {});
  return fc.tuple(value, fc.nat(), wrong, fc.nat(3)).map(([whole, at, instead, how]) => {
    if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return instead;
    const keys = Object.keys(whole);
    const key = keys[at % Math.max(1, keys.length)] ?? "type";
    if (how === 0) return { ...whole, [SECRET]: instead };
    if (how === 1) return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));
    return { ...whole, [key]: instead };
  });
}

/** Bodies that are no JSON, or JSON that nobody expects. */
export const nonsense: Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    "",
    "null",
    "[]",
    "1e999",
    "\ufeff{}",
    `{"template_name":"t","template_name":5}`,
    `{"__proto__":{"type":"object-storage"},"constructor":{"prototype":{}}}`,
    `{"bucket":"\\ud800","mount_path":"/\\udfff","endpoint":"https://s3.example.com","type":"object-storage"}`,
    "[".repeat(5000),
    `${"[".repeat(5000)}${"]".repeat(5000)}`,
    `{"mounts":[${"{},".repeat(2000)}{}]}`,
    `"${SECRET}`,
    `{"type":"${SECRET}","bucket":["${SECRET}"]}`,
  ),
);
