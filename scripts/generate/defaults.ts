import { type Description, follow, type Schema } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { propertiesOf } from "../description/schemas.ts";

/** What a query parameter or a field of the body that is left out counts as. */
export function defaultsOf(description: Description, operation: Operation): object | undefined {
  const query = operation.parameters.filter((parameter) => parameter.in === "query");
  const fields: [string, Schema][] = [
    ...query.map(({ name, schema = {} }): [string, Schema] => [name, schema]),
    ...Object.entries(operation.body ? propertiesOf(description, operation.body) : {}),
  ];
  const set = fields
    .map(([name, schema]) => [name, follow(description, schema).default] as const)
    .filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}
