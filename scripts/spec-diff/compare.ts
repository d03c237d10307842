import { type Change, type Impact, impacts, type Note } from "./change.ts";
import { compareSchemas, compareTexts } from "./compare-schema.ts";
import { type Document, type Fields, fieldsOf, resolve } from "./document.ts";
import { type Found, find, operationsOf } from "./operations.ts";

export interface Comparison {
  readonly changes: readonly Change[];
  /** Operations that both have. */
  readonly compared: number;
  /** Operations of the other document that ours does not cover, by method and path. */
  readonly beyond: readonly string[];
}

/** Compares two descriptions, before and after, for the operations that `ours` covers: one of the two. */
export function compare(before: Document, after: Document, ours: Document): Comparison {
  const other = ours === before ? after : before;
  const changes: Change[] = [];
  const known = operationsOf(ours).map((operation) => [operation, find(other, operation)] as const);
  for (const [operation, found] of known) {
    const note: Note = (impact, place, what) =>
      changes.push({ impact, operation: operation.id, place, what });
    if (!found) {
      note(...missing(ours === before));
      continue;
    }
    if (found.spelling !== operation.path)
      note("breaking", "path", `${operation.path} against ${found.spelling}: slashes at the end count`);
    const sides: [Found, Found] = [
      { document: ours, spelling: operation.path, operation },
      { document: other, ...found },
    ];
    const [a, b] = ours === before ? sides : [sides[1], sides[0]];
    compareOperations(a, b, note);
  }
  const compared = known.filter(([, found]) => found).map(([, found]) => found?.operation.key);
  return {
    changes: changes.sort((a, b) => impacts.indexOf(a.impact) - impacts.indexOf(b.impact)),
    compared: compared.length,
    beyond: operationsOf(other)
      .filter(({ key }) => !compared.includes(key))
      .map(({ method, path }) => `${method} ${path}`),
  };
}

const missing = (isGone: boolean): [Impact, string, string] =>
  isGone ? ["breaking", "operation", "is gone"] : ["additive", "operation", "is new"];

function compareOperations(a: Found, b: Found, note: Note): void {
  compareParameters(a, b, note);
  compareBodies(a, b, note);
  compareResponses(a, b, note);
  const [was, is] = [a.operation.fields, b.operation.fields];
  if ((was.deprecated === true) !== (is.deprecated === true))
    note("additive", "operation", is.deprecated ? "is deprecated" : "is no longer deprecated");
  if (was.operationId !== is.operationId)
    note("wording", "operation", `operationId ${was.operationId} became ${is.operationId}`);
  compareTexts(was, is, "operation", note);
}

function compareParameters(a: Found, b: Found, note: Note): void {
  const [before, after] = [parametersOf(a), parametersOf(b)];
  for (const [key, parameter] of before) {
    const other = after.get(key);
    if (!other) {
      note("breaking", key, "is gone");
      continue;
    }
    if (parameter.name !== other.name) note("wording", key, `is called ${other.name}, was ${parameter.name}`);
    if ((parameter.required === true) !== (other.required === true))
      note(
        other.required ? "breaking" : "additive",
        key,
        `became ${other.required ? "required" : "optional"}`,
      );
    compareTexts(parameter, other, key, note);
    compareSchemas(
      { document: a.document, schema: parameter.schema },
      { document: b.document, schema: other.schema },
      "request",
      key,
      note,
    );
  }
  for (const [key, { required }] of after)
    if (!before.has(key))
      note(required ? "breaking" : "additive", key, `is new${required ? " and required" : ""}`);
}

/** Parameters of a path are told apart by their place: their names are never sent. Keys are not a parameter's affair. */
function parametersOf({ document, operation }: Found): Map<string, Fields> {
  const list = operation.parameters.map((each) => resolve(document, each));
  const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  return new Map(
    list
      .filter((each) => each.in === "query" || each.in === "path")
      .map((each) => [
        each.in === "path" ? `path parameter ${names.indexOf(String(each.name)) + 1}` : `query ${each.name}`,
        each,
      ]),
  );
}

function compareBodies(a: Found, b: Found, note: Note): void {
  const [before, after] = [a, b].map(({ document, operation }) =>
    operation.fields.requestBody === undefined ? undefined : resolve(document, operation.fields.requestBody),
  );
  if (!before && !after) return;
  if (!before || !after) {
    note(after && after.required !== true ? "additive" : "breaking", "request", after ? "is new" : "is gone");
    return;
  }
  if ((before.required === true) !== (after.required === true))
    note(
      after.required ? "breaking" : "additive",
      "request",
      `became ${after.required ? "required" : "optional"}`,
    );
  compareContents(before, after, a, b, "request", "request", note);
}

function compareResponses(a: Found, b: Found, note: Note): void {
  const [before, after] = [fieldsOf(a.operation.fields.responses), fieldsOf(b.operation.fields.responses)];
  const isSuccess = (status: string) => status.startsWith("2");
  for (const [status, response] of Object.entries(before)) {
    const other = after[status];
    if (other === undefined) {
      note(isSuccess(status) ? "breaking" : "additive", status, "is no longer answered");
      continue;
    }
    const [was, is] = [resolve(a.document, response), resolve(b.document, other)];
    compareTexts(was, is, status, note);
    compareContents(was, is, a, b, "response", status, note);
  }
  for (const status of Object.keys(after))
    if (!(status in before)) note(isSuccess(status) ? "breaking" : "additive", status, "is a new answer");
}

function compareContents(
  before: Fields,
  after: Fields,
  a: Found,
  b: Found,
  way: "request" | "response",
  place: string,
  note: Note,
): void {
  const [was, is] = [fieldsOf(before.content), fieldsOf(after.content)];
  for (const type of Object.keys(was)) {
    const other = is[type];
    if (other === undefined) note("breaking", place, `${type} is gone`);
    else
      compareSchemas(
        { document: a.document, schema: fieldsOf(was[type]).schema },
        { document: b.document, schema: fieldsOf(other).schema },
        way,
        place,
        note,
      );
  }
  for (const type of Object.keys(is)) if (!(type in was)) note("additive", place, `${type} is new`);
}
