import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { Description, Schema } from "../description/document.ts";
import { forbiddenIn, openEnum, rewritten } from "../description/schemas.ts";
import { notice } from "./source.ts";

/** `src/generated/schema.ts`: the types of all paths, bodies and responses. */
export async function renderTypes(description: Description): Promise<string> {
  const nodes = await openapiTS(rewritten(description, withForbidden) as unknown as OpenAPI3, {
    // A field with a default may still be left out of a request.
    defaultNonNullable: false,
    transform: (schema) => {
      const known = openEnum(schema as Schema);
      return known && union(known as string[]);
    },
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

/** A property that `not` forbids is `false`: it becomes `type?: never`. */
function withForbidden(schema: Schema): object {
  const forbidden = forbiddenIn(schema).map((name) => [name, false]);
  if (forbidden.length === 0) return schema;
  return { ...schema, properties: { ...Object.fromEntries(forbidden), ...schema.properties } };
}

/** `"a" | "b" | (string & {})`: editors still offer the known values, and one that is new compiles. */
function union(values: readonly string[]): ts.TypeNode {
  const { factory } = ts;
  const known = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  const other = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  return factory.createUnionTypeNode([...known, factory.createParenthesizedType(other)]);
}
