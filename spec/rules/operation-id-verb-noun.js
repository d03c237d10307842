/** @import { Context } from "./redocly.d.ts" */

/**
 * Ids read as a call: a verb from the list, then what it is done to, in camel case.
 * @param {{ verbs?: string[] }} options
 */
export function operationIdVerbNoun({ verbs = [] }) {
  const wanted = new RegExp(`^(${verbs.join("|")})([A-Z][a-z0-9]*)+$`);
  return {
    Operation: {
      /** @param {{ operationId?: string }} operation @param {Context} context */
      enter({ operationId }, context) {
        // A missing id is reported by the rule `operation-operationId`.
        if (operationId === undefined || wanted.test(operationId)) return;
        context.report({
          message: `Rename \`${operationId}\` to a verb and a noun in camel case, such as \`pauseSandbox\`. Verbs: ${verbs.join(", ")}. A new verb is added in redocly.yaml.`,
          location: context.location.child("operationId"),
        });
      },
    },
  };
}
