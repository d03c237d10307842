import { propertiesOf } from "./schemas.js";

/** @import { Context, Schema } from "./redocly.d.ts" */

/** Every property shows a value. */
export function propertyExample() {
  return {
    Schema: {
      /** @param {Schema} schema @param {Context} context */
      leave(schema, context) {
        for (const { name, property, location } of propertiesOf(context, schema)) {
          const { examples } = property;
          if (Array.isArray(examples) && examples.length > 0) continue;
          context.report({
            message: `Give \`${name}\` a list of \`examples\` with at least one value.`,
            location: location.key(),
          });
        }
      },
    },
  };
}
