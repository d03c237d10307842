import { reachable } from "./schemas.js";

/** @import { Context, Location, Schema } from "./redocly.d.ts" */

/** Answers may hold values that were added later, so their enums are open. Requests are closed: a typing error shows. */
export function openEnums() {
  /** @type {Set<string>} */
  const reported = new Set();

  /** @param {Context} context @param {unknown} holder @param {Location} location @param {boolean} open */
  function check(context, holder, location, open) {
    const start = /** @type {Schema | null} */ (holder)?.schema;
    for (const { schema, location: place } of reachable(context, start, location.child("schema"))) {
      if (!Array.isArray(schema.enum) || (schema["x-open-enum"] === true) === open) continue;
      if (reported.has(place.absolutePointer)) continue;
      reported.add(place.absolutePointer);
      context.report({
        message: open
          ? "Add `x-open-enum: true`: an answer may hold a value that is not known yet."
          : "Remove `x-open-enum`: a request is checked against the values that are known. If an answer uses this schema too, give each its own.",
        location: place.child("enum").key(),
        from: context.location,
      });
    }
  }

  /** @param {boolean} open */
  const bodies = (open) => ({
    /** @param {{ content?: Record<string, unknown> }} node @param {Context} context */
    leave(node, context) {
      for (const [type, media] of Object.entries(node.content ?? {})) {
        check(context, media, context.location.child(["content", type]), open);
      }
    },
  });

  return {
    Response: bodies(true),
    RequestBody: bodies(false),
    Parameter: {
      /** @param {Schema} parameter @param {Context} context */
      leave(parameter, context) {
        check(context, parameter, context.location, false);
      },
    },
  };
}
