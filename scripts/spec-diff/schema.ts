import { type Document, type Fields, fieldsOf, resolve } from "./document.ts";

/** A schema reduced to what is compared, so that the ways of 3.0 and 3.1 to say the same are the same. */
export interface Schema {
  readonly types: readonly string[];
  readonly values: readonly unknown[] | undefined;
  /** Says that values may come which are not listed. */
  readonly open: boolean;
  readonly properties: Readonly<Record<string, Fields>>;
  readonly required: readonly string[];
  readonly items: Fields | undefined;
  /** What other properties look like: `false` forbids them. */
  readonly others: Fields | boolean | undefined;
  readonly variants: readonly Fields[];
  readonly raw: Fields;
}

export function readSchema(document: Document, value: unknown): Schema {
  const merged = withParts(document, resolve(document, value));
  const nullable = withoutNull(document, merged);
  const { schema } = nullable;
  const types = typesOf(schema);
  return {
    types: nullable.isNullable && types.length && !types.includes("null") ? [...types, "null"].sort() : types,
    values: valuesOf(schema),
    open: schema["x-open-enum"] === true,
    properties: propertiesOf(schema),
    required: (schema.required as string[] | undefined) ?? [],
    items: schema.items === undefined ? undefined : fieldsOf(schema.items),
    others: schema.additionalProperties as Fields | boolean | undefined,
    variants: variantsOf(schema).map((each) => resolve(document, each)),
    raw: schema,
  };
}

/** A property whose schema is `false` may not be there, which is how a field is kept out of a body. */
function propertiesOf({ properties }: Fields): Record<string, Fields> {
  const allowed = Object.entries(fieldsOf(properties)).filter(([, schema]) => schema !== false);
  return Object.fromEntries(allowed) as Record<string, Fields>;
}

/** `allOf` put into one. */
function withParts(document: Document, schema: Fields): Fields {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  const parts = [...allOf.map((part) => withParts(document, resolve(document, part))), rest];
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => listOf(part.required)),
  };
}

/** "This or null" has three spellings: `nullable`, a type of `null`, a variant that is `null`. */
function withoutNull(document: Document, schema: Fields): { schema: Fields; isNullable: boolean } {
  const variants = variantsOf(schema).map((each) => resolve(document, each));
  const rest = variants.filter((each) => each.type !== "null");
  const isNullable = schema.nullable === true || rest.length < variants.length;
  if (rest.length !== 1) return { schema, isNullable };
  const { oneOf: _one, anyOf: _any, ...own } = schema;
  const only = withParts(document, rest[0] as Fields);
  return { schema: { ...only, ...own }, isNullable };
}

const variantsOf = ({ oneOf, anyOf }: Fields): unknown[] => [...listOf(oneOf), ...listOf(anyOf)];
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function typesOf({ type, properties, enum: values }: Fields): string[] {
  if (Array.isArray(type)) return [...(type as string[])].sort();
  if (typeof type === "string") return [type];
  if (properties) return ["object"];
  return Array.isArray(values) ? [...new Set(values.map((each) => typeof each))].sort() : [];
}

function valuesOf(schema: Fields): readonly unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum.filter((each) => each !== null) : undefined;
}
