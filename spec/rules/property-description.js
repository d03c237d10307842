import { propertiesOf } from "./schemas.js";

/** @import { Context, Schema } from "./redocly.d.ts" */

/** Every property says what it means. */
export function propertyDescription() {
  return {
    Schema: {
      /** @param {Schema} schema @param {Context} context */
      leave(schema, context) {
        for (const { name, property, location } of propertiesOf(context, schema)) {
          if (String(property.description ?? "").trim() !== "") continue;
          context.report({
            message: `Describe \`${name}\`: what it means, in which unit, and what leaving it out does.`,
            location: location.key(),
          });
        }
      },
    },
  };
}
