/** @import { Context } from "./redocly.d.ts" */

/**
 * The answers that any operation can give are described on each of them.
 * @param {{ statuses?: string[] }} options
 */
export function operationFailures({ statuses = [] }) {
  return {
    Operation: {
      /** @param {{ operationId?: string, responses?: object }} operation @param {Context} context */
      enter({ operationId, responses }, context) {
        const described = Object.keys(responses ?? {});
        for (const status of statuses.filter((wanted) => !described.includes(wanted))) {
          context.report({
            message: `Describe \`${status}\` on ${operationId ?? "this operation"}: it can come from everywhere. Refer to a file in spec/components/responses.`,
            location: context.location.child("responses").key(),
          });
        }
      },
    },
  };
}
