/** @import { Context, Schema } from "./redocly.d.ts" */

/**
 * No pattern begins or ends with a slash. Code generators take such a pattern for one that is delimited by slashes, as in
 * a JavaScript literal, and drop or change the check.
 */
export function patternSlash() {
  return {
    Schema: {
      /** @param {Schema} schema @param {Context} context */
      leave({ pattern }, context) {
        if (typeof pattern !== "string" || !/^\^?\/|\/\$?$/.test(pattern)) return;
        context.report({
          message: `Write the slash at the edge of \`${pattern}\` as \`[/]\`: code generators take it for a delimiter and drop the check.`,
          location: context.location.child("pattern"),
        });
      },
    },
  };
}
