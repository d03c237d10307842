// @ts-check
import { knownPart, reachable, reportOnce } from "./schemas.js";

/** @import { Context, Location, Schema } from "./redocly.d.ts" */

const form = "`anyOf: [{ type: string, enum: [values] }, { type: string }]`";

/**
 * Enums are open in responses, which can hold values that were added later, and closed in requests, where a typing error
 * shows. An open enum is `anyOf` of the known values and any string, so that every tool reads it as what it is.
 */
export function openEnums() {
  const report = reportOnce();

  /** @param {Context} context @param {unknown} holder @param {Location} location @param {boolean} open */
  function check(context, holder, location, open) {
    const start = /** @type {Schema | null} */ (holder)?.schema;
    const steps = [...reachable(context, start, location.child("schema"))];
    const opened = new Set(steps.map(({ schema }) => knownPart(schema)));
    for (const { schema, location: place } of steps) {
      if (!Array.isArray(schema.enum) || opened.has(schema) === open) continue;
      const message = open
        ? `Write this enum as ${form}: a response can hold a value that is not known yet.`
        : "List the values as an `enum` alone: a request is checked against the known values. If a response uses this schema too, give each its own.";
      report(context, message, place.child("enum").key());
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
