import { factsProblems } from "./facts.js";

/** @import { Context } from "./redocly.d.ts" */

/** `x-leap0` tells the client and the emulator what an operation does. It is there, and it is well-formed. */
export function operationFacts() {
  return {
    Operation: {
      /** @param {{ "x-leap0"?: unknown }} operation @param {Context} context */
      enter(operation, context) {
        const facts = operation["x-leap0"];
        const location = facts === undefined ? context.location : context.location.child("x-leap0");
        for (const message of factsProblems(String(context.key), facts))
          context.report({ message, location: location.key() });
      },
    },
  };
}
