import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { Description } from "./description.ts";
import { notice } from "./render.ts";

/** `src/generated/schema.ts`: the types of all paths, bodies and answers. */
export async function renderTypes(description: Description): Promise<string> {
  // It changes what it is given.
  const source = structuredClone(description) as unknown as OpenAPI3;
  const nodes = await openapiTS(source, {
    // A field with a default may still be left out of a request.
    defaultNonNullable: false,
    transform: (schema) => (isOpenEnum(schema) ? openEnum(schema.enum) : undefined),
    transformProperty: (property) => (property.questionToken ? orUndefined(property) : property),
  });
  return `// ${notice}\n\n${astToString(nodes)}`;
}

/** What may be left out may be `undefined`: `process.env` gives that, and `exactOptionalPropertyTypes` would reject it. */
function orUndefined(property: ts.PropertySignature): ts.PropertySignature {
  const { factory } = ts;
  const { modifiers, name, questionToken, type } = property;
  // openapi-fetch's types take a field that can only be `undefined` for one that is read-only, and leave it out of bodies.
  if (type?.kind === ts.SyntaxKind.NeverKeyword) return property;
  const none = factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
  const either = factory.createUnionTypeNode(type ? [type, none] : [none]);
  return factory.updatePropertySignature(property, modifiers, name, questionToken, either);
}

function isOpenEnum(schema: object | boolean): schema is { enum: string[] } {
  if (typeof schema !== "object") return false;
  return "x-open-enum" in schema && schema["x-open-enum"] === true && "enum" in schema;
}

/** `"a" | "b" | (string & {})`: editors still offer the known values, and one that is new compiles. */
function openEnum(values: readonly string[]): ts.TypeNode {
  const { factory } = ts;
  const known = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  const other = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  return factory.createUnionTypeNode([...known, factory.createParenthesizedType(other)]);
}
