/** @import { Context, Schema } from "./redocly.d.ts" */

/** What other tools crash on, or name types by. */
export function portableSchema() {
  return {
    Schema: {
      /** @param {Schema} schema @param {Context} context */
      leave(schema, context) {
        if (schema.title !== undefined) {
          context.report({
            message:
              "Remove `title`: code generators name types by it. The file's name is the type's name, and wording belongs in `description`.",
            location: context.location.child("title").key(),
          });
        }
        for (const [name, property] of Object.entries(schema.properties ?? {})) {
          if (typeof property !== "boolean") continue;
          context.report({
            message: property
              ? `Give \`${name}\` a schema: code generators crash on \`true\`.`
              : `Forbid \`${name}\` with \`not: { required: [${name}] }\`: code generators crash on \`false\`.`,
            location: context.location.child(["properties", name]).key(),
          });
        }
      },
    },
  };
}
