// @ts-check
import { isMarkedSecret, isSecretName, reachable, reportOnce } from "./schemas.js";

/**
 * @import { Context, Location, Schema } from "./redocly.d.ts"
 * @import { Step } from "./schemas.js"
 *
 * @typedef {{ name: string, location: Location }} Leak
 * @typedef {{ headers?: Record<string, Schema>, content?: Record<string, Schema> }} Response
 */

/** No response holds a secret, at any depth: not in a schema, not in a header, not in an example. */
export function noSecretInResponse() {
  const report = reportOnce();
  return {
    Response: {
      /** @param {Response} response @param {Context} context */
      leave(response, context) {
        for (const { name, location } of leaksOf(response, context)) {
          const message = `Take \`${name}\` out of the response: responses must not carry secrets. A request that needs it has a schema of its own.`;
          report(context, message, location);
        }
      },
    },
  };
}

/** @param {Response} response @param {Context} context */
function* leaksOf(response, context) {
  for (const [name, header] of Object.entries(response.headers ?? {})) {
    const location = context.location.child(["headers", name]);
    if (isSecretName(name)) yield { name, location: location.key() };
    yield* leaksInBody(context, header, location);
  }
  for (const [type, media] of Object.entries(response.content ?? {})) {
    yield* leaksInBody(context, media, context.location.child(["content", type]));
  }
}

/** @param {Context} context @param {Schema} holder a media type or a header @param {Location} location */
function* leaksInBody(context, holder, location) {
  const { node, location: place = location } = resolveAt(context, holder, location);
  const body = /** @type {Schema} */ (node ?? {});
  for (const step of reachable(context, body.schema, place.child("schema"))) yield* leaksInSchema(step);
  yield* leaksInValue(body.example, place.child("example"));
  for (const [key, raw] of Object.entries(body.examples ?? {})) {
    const example = resolveAt(context, raw, place.child(["examples", key]));
    if (example.location === undefined) continue;
    const value = /** @type {Schema | undefined} */ (example.node)?.value;
    yield* leaksInValue(value, example.location.child("value"));
  }
}

/** @param {Context} context @param {unknown} node @param {Location} location */
function resolveAt(context, node, location) {
  const ref = /** @type {Schema | undefined} */ (node)?.$ref;
  return typeof ref === "string" ? context.resolve(node, location.source.absoluteRef) : { node, location };
}

/** @param {Step} step */
function* leaksInSchema({ schema, location, name }) {
  if (isMarkedSecret(schema) || (name && isSecretName(name)))
    yield { name: name ?? "it", location: name === undefined ? location : location.key() };
  // Names without a schema of their own.
  for (const keyword of ["required", "enum"]) {
    const values = Array.isArray(schema[keyword]) ? schema[keyword] : [];
    for (const [index, value] of values.entries()) {
      const place = location.child([keyword, index]);
      if (typeof value === "string" && isSecretName(value)) yield { name: value, location: place };
      else yield* leaksInValue(value, place);
    }
  }
  for (const keyword of ["example", "examples", "default", "const"]) {
    yield* leaksInValue(schema[keyword], location.child(keyword));
  }
}

/** @param {unknown} value @param {Location} location @returns {Generator<Leak>} */
function* leaksInValue(value, location) {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const place = location.child(key);
    if (isSecretName(key)) yield { name: key, location: place.key() };
    else yield* leaksInValue(item, place);
  }
}
