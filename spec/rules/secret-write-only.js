import { propertiesOf } from "./schemas.js";
import { isMarkedSecret, isSecretName } from "./secrets.js";

/** @import { Context, Schema } from "./redocly.d.ts" */

/** A secret says that it is one. The list of what is never shown in an error or an event is made from these marks. */
export function secretWriteOnly() {
  return {
    Schema: {
      /** @param {Schema} schema @param {Context} context */
      leave(schema, context) {
        for (const { name, property, location } of propertiesOf(context, schema)) {
          const complete = property.writeOnly === true && property.format === "password";
          if (complete || !(isSecretName(name) || isMarkedSecret(property))) continue;
          context.report({
            message: `Mark \`${name}\` with both \`writeOnly: true\` and \`format: password\`: it is a secret, or looks like one.`,
            location: location.key(),
          });
        }
      },
    },
  };
}
