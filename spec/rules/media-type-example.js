/** @import { Context, Schema } from "./redocly.d.ts" */

/** Every body, of a request or a response, has a complete example with a name. */
export function mediaTypeExample() {
  return {
    MediaType: {
      /** @param {Schema} mediaType @param {Context} context */
      leave(mediaType, context) {
        if (Object.keys(mediaType.examples ?? {}).length > 0) return;
        context.report({
          message: "Add `examples` with at least one named example: docs and tests are made from them.",
          location: context.location.key(),
        });
      },
    },
  };
}
