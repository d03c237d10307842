/** @import { Context } from "./redocly.d.ts" */

/**
 * The responses that any operation can return are described on each of them.
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
            message: `Describe \`${status}\` on ${operationId ?? "this operation"}: any operation can return it. Refer to an entry of spec/components/responses.yaml.`,
            location: context.location.child("responses").key(),
          });
        }
      },
    },
  };
}
