// @ts-check
import { factsProblems } from "./facts.js";
import { noSecretInResponse } from "./no-secret-in-response.js";
import { openEnums } from "./open-enums.js";
import { isMarkedSecret, isSecretName, propertiesOf } from "./schemas.js";

/** @import { Context, Schema } from "./redocly.d.ts" */

/** The project's own rules for the description. They are switched on in redocly.yaml. */
export default function leap0() {
  return {
    id: "leap0",
    rules: {
      oas3: {
        "no-secret-in-response": noSecretInResponse,
        "open-enums": openEnums,
        "operation-facts": operationFacts,
        "property-schema": () => ({ Schema: { leave: propertySchema } }),
        "secret-write-only": () => ({ Schema: { leave: secretWriteOnly } }),
      },
    },
  };
}

/** `x-leap0` tells the client and the emulator what an operation does. It is there, and it is well-formed. */
function operationFacts() {
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

/** Every property has a schema that says what it means and shows a value. @param {Schema} schema @param {Context} context */
function propertySchema(schema, context) {
  for (const { name, property, location } of propertiesOf(context, schema)) {
    const report = (/** @type {string} */ message) => context.report({ message, location: location.key() });
    if (typeof property === "boolean") {
      report(
        `Give \`${name}\` a schema, or forbid it with \`not: { required: [${name}] }\`: code generators crash on \`${property}\`.`,
      );
      continue;
    }
    if (String(property.description ?? "").trim() === "")
      report(`Describe \`${name}\`: what it means, in which unit, and what leaving it out does.`);
    if (!Array.isArray(property.examples) || property.examples.length === 0)
      report(`Give \`${name}\` a list of \`examples\` with at least one value.`);
  }
}

/**
 * A secret says that it is one. The list of what is never shown in an error or an event is made from these marks.
 * @param {Schema} schema @param {Context} context
 */
function secretWriteOnly(schema, context) {
  for (const { name, property, location } of propertiesOf(context, schema)) {
    if (typeof property === "boolean" || (property.writeOnly === true && property.format === "password"))
      continue;
    if (!isSecretName(name) && !isMarkedSecret(property)) continue;
    context.report({
      message: `Mark \`${name}\` with both \`writeOnly: true\` and \`format: password\`: it is a secret, or looks like one.`,
      location: location.key(),
    });
  }
}
